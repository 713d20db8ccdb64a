#pragma once

#include "net/net.hpp"
#include "semantics/moves.hpp"
#include "semantics/passed.hpp"
#include "verify/deviating.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace itsmflow {

/// A step of a way through a model.
struct WayStep {
  enum class Kind {
    start,
    activity,  ///< it ends with a result; of several items: one is done
    time,      ///< the time of a result has come
    message,
    failure,  ///< a call of a service fails
    retry,    ///< … and the time has come to try it again
  };
  Kind kind = Kind::start;
  std::uint32_t activity = 0;
  std::uint32_t result = 0;
  std::string item{};
  std::vector<std::pair<std::string, Value>> given{};  ///< by path, what decides something
  std::optional<std::uint32_t> line{};                 ///< it is a deviation that this line of `allow` permits
  std::vector<std::string> without{};                  ///< of a deviation: paths of required fields that aren't given
  std::vector<Passed> passed{};                        ///< of a skip
  std::vector<DeviationKind> also{};                   ///< kinds of what else it deviates in, beside that of the line
};

/// The activity that a line of `allow` permits to deviate on.
std::uint32_t deviates_on(const WayStep& step);

/// Where a case stands.
struct Standing {
  Bits marking;                                       ///< of the model's net
  std::vector<std::pair<std::string, Value>> data{};  ///< by path, what is given and decides something
  std::vector<Moves::Kept> kept{};                    ///< what stands in the way of activities that are reached; where known
  std::vector<std::string> whatever{};                ///< paths of data: whichever value these have, a case can come there
};

/// What is wrong with the behaviour of a model, with a way there than which none is shorter.
struct Trouble {
  enum class Kind {
    stuck,     ///< nothing can happen any more, and the case is not over
    lost,      ///< something can always happen, and the case can never be over
    circle,    ///< the engine goes on for ever by itself
    twice,     ///< a place gets a second token
    leftover,  ///< the case is over, and somebody's work is left
  };
  Kind kind = Kind::stuck;
  Standing at;
  std::vector<WayStep> way;
  std::uint32_t place = 0;                  ///< of twice and leftover
  std::vector<std::uint32_t> activities{};  ///< of circle: those that follow each other
  std::vector<Standing> later{};            ///< of lost: where the case can come to from there; not more than kMostLater
  static constexpr std::size_t kMostLater = 200;
};

/// What is known of all that cases of a model can do, without emergency exits and deviations, if whoever may do something does it.
struct Proof {
  bool complete = false;             ///< false: there may be more troubles than these, which are certain
  std::vector<std::string> why_not;  ///< what wasn't looked at, in words
  std::size_t states = 0;            ///< that were looked at
  std::size_t limit = 0;             ///< how many could be, where that was too few; 0: it was enough
  std::vector<Trouble> troubles;     ///< those with the shortest ways first
  std::vector<std::vector<bool>>
      happens;              ///< by activity and result: some case ends it so, or would, if of several times any could come first;
                            ///< empty: it isn't known, as where there are troubles
  std::vector<bool> taken;  ///< by silent of the net: some case takes it; empty as above
};

/// Of the places of a marking those at which work of somebody waits, and not only the engine: what is left over if a case is over.
std::vector<std::uint32_t> work_places(const Net& net, const Bits& marking);

/// Whether an activity that ends so can make a case over: the case's object comes to a final state, or, without one, a branch to its end.
bool may_end_case(const Net& net, std::uint32_t activity, std::uint32_t result);

/// How many states are looked at before it is given up.
struct Limits {
  std::size_t markings = 100'000;  ///< of the net, where it shows the model wholly
  std::size_t states = 20'000;     ///< of cases that are followed step by step, which costs about five times as much for each
};

/// Is told now and then how many states were looked at so far.
using TellStates = std::function<void(std::size_t)>;

/// The rules about people are left out of the question. With deviations it is looked at where a case gets stuck or lost after one of them; of those
/// from the order of work one trouble for each line and activity.
Proof prove(const std::shared_ptr<const Net>& net, const Limits& limits = {}, const TellStates& tell = {},
            Deviating deviating = Deviating::no);

}  // namespace itsmflow
