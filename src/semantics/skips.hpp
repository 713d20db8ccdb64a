#pragma once

#include "semantics/obstacles.hpp"
#include "semantics/passed.hpp"
#include "semantics/permissions.hpp"
#include "semantics/search.hpp"
#include "semantics/simulation.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace itsmflow {

/// What a performer says is to be passed over.
struct NamedPassing {
  std::uint32_t activity = 0;
  std::optional<std::uint32_t> result;
};

/// A way over activities to where another one can be done. docs/semantics.md, 9.7 to 9.9.
struct Way {
  std::vector<Passed> passed;        ///< in order
  std::vector<NetEvent> events;      ///< that pass them over, with what follows of rows in between
  CaseState state;                   ///< where they lead
  Writes left;                       ///< what the step brings that nothing on the way has taken
  Permissions permissions;           ///< what is left of them
  std::vector<std::string> needs{};  ///< fields that would have to be given, where that is to be found out
};

struct WayFound {
  SearchResult found = SearchResult::no;
  std::optional<Way> way;
  std::vector<std::string> choices;  ///< there are several ways: what one of them passes over and another doesn't
};

/// Who says with which result an activity is passed over that has several.
enum class Decider {
  performer,  ///< the one who named it
  anybody,    ///< to find out what would have to be named, and given
};

/// `target`: what is to be done, with all data that the step brings.
WayFound find_way(const Net& net, const CaseState& state, const Attempt& target, const std::vector<NamedPassing>& named,
                  const Permissions& permissions, const std::vector<std::string>& overrode, const Surroundings& surroundings,
                  std::size_t limit, Decider decider = Decider::performer);

/// A way with one activity more passed over, with what is left of the data; none: it can't be, or isn't permitted. With which result it is
/// passed over is the caller's to say.
std::optional<Way> pass_over(const Net& net, const Way& from, const Passed& passed, const Attempt& target,
                             const Surroundings& surroundings);

/// Neither order nor states are in the way of an attempt with a result.
bool order_allows(const Net& net, const CaseState& state, const Attempt& attempt);

/// "transfer.understood".
std::string name_of(const Model& model, const Passed& passed);

}  // namespace itsmflow
