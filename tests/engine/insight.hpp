#pragma once

#include "engine/deviate.hpp"
#include "engine/impl.hpp"
#include "semantics/deviations.hpp"

#include <itsmflow/clock.hpp>
#include <itsmflow/engine.hpp>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace itsmflow {

/// What the engine knows of a case and doesn't tell: how it could come to its end. Read from the store, as the engine does it.
class Insight {
 public:
  /// All must outlive it. `limit`: of states in each search, as in EngineOptions.
  Insight(const Library& library, Store& store, const Directory& directory, const Clock& clock, std::size_t limit);

  OpenCase open(CaseId id) const;
  Digest head() const;

  /// Whether a completion is left after these events, and which.
  Prospect after(const OpenCase& at, const std::vector<NetEvent>& events, const std::string& actor = {}) const;
  Prospect now(CaseId id) const { return after(open(id), {}); }

  /// Pieces that an activity consists of, as a command names them: done or not, offered or not. Of one that is whole the empty one.
  std::vector<std::string> items(const OpenCase& at, std::uint32_t activity) const;
  /// What a person's doing an activity, or filling in data before its end, would come to; none: something stands in the way.
  std::optional<std::vector<NetEvent>> doing(const OpenCase& at, const std::string& activity, const std::string& actor,
                                             const Work& work) const;
  std::vector<NetEvent> setting(const OpenCase& at, const std::string& activity, const std::string& actor, const Work& work) const;
  /// What time does to a case until then, as far as nothing new is due by it.
  std::vector<NetEvent> passing(const OpenCase& at, Timestamp until) const;
  /// Answers of services and messages that might come now.
  std::vector<CaseMove> from_outside(const OpenCase& at) const;

 private:
  Outlook outlook() const { return {directory_, library_, clock_.now(), limit_}; }

  const Library& library_;
  Store& store_;
  const Directory& directory_;
  const Clock& clock_;
  std::size_t limit_;
  std::map<std::string, std::shared_ptr<const Net>> nets_;  ///< by the digest of the model
};

/// What a move of a completion is to the engine.
class PublicMove {
 public:
  enum class Kind { perform, resume, withdraw, wait, answer, send, other_case };

  PublicMove(const OpenCase& at, const CaseMove& move);

  Kind kind() const { return kind_; }
  const std::string& activity() const { return activity_; }
  /// Does it, but where another case has to end.
  Step take(Engine& engine, ManualClock& clock) const;
  /// As one could write it down.
  std::string words() const;

 private:
  CaseId id_;
  Kind kind_ = Kind::perform;
  std::string actor_;
  std::string activity_;
  std::string message_;
  Work work_;
  Timestamp at_;
};

/// "{rfc.accounts: 3}"
std::string to_words(const Data& data);

}  // namespace itsmflow
