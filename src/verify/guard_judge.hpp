#pragma once

#include "verify/domains.hpp"
#include "verify/placed_guard.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace itsmflow {

/// Says what guards come to, over all values that what they read can ever have (Domains).
class GuardJudge {
 public:
  /// Both must outlive it.
  GuardJudge(const Net& net, const std::vector<PlacedGuard>& guards);

  struct Judgement {
    enum class Verdict {
      open,    ///< now true, now false; or it can't be told
      never,   ///< nothing makes it true
      always,  ///< nothing keeps it from being true, but that something it reads isn't filled
    };
    Verdict verdict = Verdict::open;
    bool when_filled = false;     ///< of always: where something isn't filled, it doesn't hold
    bool by_what_is_set = false;  ///< of always: because fields are only computed, so that they may be filled whenever it is asked
    std::string why{};            ///< in words: "'rfc.risk' takes low or high"
    std::string help{};
    std::string ungiven{};  ///< of never: the path of a field, because nobody gives it
  };
  Judgement judge(const PlacedGuard& placed) const;

  /// What a way of a choice, tried after others, loses to one of them.
  struct Loss {
    std::size_t to = 0;  ///< its place among the earlier ones
    std::string when;    ///< values for which that one is taken: "rfc.risk is "high" and rfc.cost is 10"
  };
  /// Those that a way loses everything to, ascending; none: something is left for it, or it can't be told. Null is `otherwise`.
  std::optional<std::vector<Loss>> covered(const Guard* way, const std::vector<const Guard*>& earlier) const;

 private:
  using Allowed = Variables::Allowed;

  struct Tally {
    bool holds = false;     ///< for some values
    bool fails = false;     ///< for some, though all that it reads is filled
    bool unfilled = false;  ///< it doesn't hold for some, because something isn't filled
  };
  Tally tally(const Expression& expression, const Allowed& allowed) const;
  Allowed allowed_of(const PlacedGuard& placed, const Variables::List& reads) const;
  Variables::List states_of(const PlacedGuard& placed, std::uint32_t object) const;
  std::string why_limited(const PlacedGuard& placed, std::uint32_t variable) const;
  std::string help_for(const PlacedGuard& placed, Judgement::Verdict verdict, std::uint32_t limited) const;
  std::string why_by_types(const Expression& expression, const Allowed& allowed, bool never) const;
  std::string help_by_types(const PlacedGuard& placed, const Allowed& allowed, const Judgement& judgement) const;
  void explain(const PlacedGuard& placed, const Allowed& allowed, Judgement& judgement) const;
  const Field* field_of(std::uint32_t variable) const;
  std::string path_of(std::uint32_t variable) const;
  std::string words_of(const Assignment& assignment, const Variables::List& variables) const;

  const Net& net_;
  const Model& model_;
  Variables variables_;
  Domains domains_;
};

}  // namespace itsmflow
