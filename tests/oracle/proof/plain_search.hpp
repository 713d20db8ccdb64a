#pragma once

#include "../twin/model.hpp"

#include "net/net.hpp"

#include <cstddef>
#include <set>
#include <vector>

namespace itsmflow::oracle {

/// What cases of a model can do, found by doing everything in every state, as docs/semantics.md has it: no net is unfolded, nothing is
/// reduced, and of each field every value is tried that the model's expressions could tell from another.
struct Everything {
  bool known = false;  ///< false: there is more than was allowed to be looked at; nothing else counts then
  std::size_t states = 0;
  bool circle = false;                     ///< the engine would go on for ever by itself
  bool crowded = false;                    ///< something waits only until a second token has room
  bool stuck = false;                      ///< nothing can happen, and the case isn't over
  std::size_t steps = 0;                   ///< from the start to the nearest such state
  bool lost = false;                       ///< something can always happen, and the case can never be over
  std::set<std::vector<bool>> stuck_at;    ///< markings of those
  std::set<std::uint32_t> left;            ///< places where work is left when a case is over
  std::vector<std::vector<bool>> happens;  ///< by activity and result
  std::vector<bool> taken;                 ///< by silent of the net
};

/// Of a model whose steps are those of people, of the engine, and of one time at most. `net`: what it means, without rules about people.
Everything go_everywhere(const Model& model, const Net& net, std::size_t most);

}  // namespace itsmflow::oracle
