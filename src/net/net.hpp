#pragma once

#include "model/rule_set.hpp"
#include "net/bits.hpp"
#include "net/reads.hpp"

#include <itsmflow/model.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace itsmflow {

/// The Petri net that a model means: the only thing that is executed, verified and replayed against. docs/semantics.md, section 2.
///
/// Places are the states of objects (exactly one of each object is marked; of one with `many` none, they serve each of its elements in
/// turn, see semantics/elements.hpp) and the tokens that rows hand on. A set of alternatives
/// (`a | b -> c`) is kept as one arc that takes whichever is marked, and stands for as many ordinary transitions.
struct Net {
  struct Place {
    enum class Kind { state, token, decision, region };  ///< region: what a region remembers while it runs; no token
    Kind kind = Kind::token;
    std::uint32_t object = 0;  ///< of a state
    std::uint32_t state = 0;
    std::vector<std::uint32_t> rows;  ///< of a decision: the rows that compete for it, ascending
    std::string name;                 ///< of a token or decision: fixed for a model version
  };
  /// Takes the token of one of an object's states and puts it into another.
  struct Shift {
    std::uint32_t object = 0;
    Bits from;
    std::uint32_t to = 0;  ///< place
  };
  /// Looks whether an object, or whether all or any of its elements, are in one of several states.
  struct Look {
    Need::Of of = Need::Of::one;
    std::uint32_t object = 0;
    Bits states;
  };
  struct ResultNode {
    std::vector<Shift> shifts;
    std::vector<Look> looks;
    Bits produce;  ///< places that get a token when the activity ends this way
    Bits clears;   ///< places that lose theirs before: those of what it cancels
  };
  struct ActivityNode {
    bool free = true;          ///< no row leads here: states and guard alone decide
    std::vector<Bits> inputs;  ///< each a set of tokens that lets it begin, in the order they are tried
    std::vector<ResultNode> results;
  };
  /// A way of an inclusive fork.
  struct BranchArc {
    Bits produce;  ///< if it is taken; empty: it leads to `end`
    Bits passed;   ///< if it isn't: what tells the region's join not to wait for it
  };
  /// What the engine does by itself: takes a row that is guarded, the fork of a region or an inclusive one, a join that leads to several
  /// activities or to `end`, or the join of a region.
  struct Silent {
    enum class Kind { row, fork, join };
    Kind kind = Kind::row;
    std::uint32_t row = 0;
    Bits from;                        ///< of a region's join: nothing, its own rule says when
    Bits produce;                     ///< of an inclusive fork: whatever branches are taken
    std::vector<BranchArc> branches;  ///< of an inclusive fork, as in its row
    std::uint32_t region = 0;         ///< of a region's join
  };
  /// A fork with the join that belongs to it. docs/semantics.md, 2.13 to 2.15.
  struct Region {
    struct Branch {
      std::uint32_t arrived = 0;              ///< place of the token that the join takes
      std::uint32_t passed = 0;               ///< place: it was not begun
      Bits tokens;                            ///< the places in which its token can be
      std::vector<std::uint32_t> activities;  ///< which can have it in hand
    };
    std::uint32_t running = 0;  ///< places
    std::uint32_t joined = 0;
    std::vector<Branch> branches;
    std::uint32_t wait_for = 0;  ///< how many branches; 0: all that were begun
    Bits all;                    ///< every place above that must be empty before it runs again
  };

  /// Activities that may go on by themselves, by what makes them; each kind in the written order.
  struct Automatic {
    std::vector<std::uint32_t> of_items;  ///< end once enough of their items are done
    std::vector<std::uint32_t> of_messages;
    std::vector<std::uint32_t> of_others;  ///< services and processes
    std::vector<std::uint32_t> of_engine;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> of_time;  ///< with each result that has `after`
  };

  std::shared_ptr<const Model> model;
  std::vector<Place> places;
  std::vector<std::uint32_t> first_state;  ///< by object: the place of its first state
  std::vector<Value> state_values;         ///< by place, of states: its name, as guards see it
  std::vector<Value> defaults;             ///< by slot of a field
  std::vector<ActivityNode> activities;
  std::vector<Silent> silents;  ///< in the written order of the rows
  std::vector<Region> regions;
  Automatic automatic;
  RuleSet rules;  ///< those about the course of cases
  Reads reads;
  Bits initial;
  Bits tokens;  ///< all places that hold tokens
  Bits flow;    ///< all places that are no states

  std::uint32_t state_place(std::uint32_t object, std::uint32_t state) const { return first_state[object] + state; }
};

/// The activities that are cancelled when one ends with a result; ascending.
std::vector<std::uint32_t> cancelled_by(const Model& model, std::uint32_t activity, std::uint32_t result);

/// Compiles a model, which has no errors.
std::shared_ptr<const Net> compile(std::shared_ptr<const Model> model);

}  // namespace itsmflow
