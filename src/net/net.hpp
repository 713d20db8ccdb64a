#pragma once

#include "model/rule_set.hpp"
#include "net/bits.hpp"

#include <itsmflow/model.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace itsmflow {

/// The Petri net that a model means: the only thing that is executed, verified and replayed against. docs/semantics.md, section 2.
///
/// Places are the states of objects (exactly one of each object is marked) and the tokens that rows hand on. A set of alternatives
/// (`a | b -> c`) is kept as one arc that takes whichever is marked, and stands for as many ordinary transitions.
struct Net {
  struct Place {
    enum class Kind { state, token, decision };
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
  /// Looks whether an object is in one of several states.
  struct Look {
    std::uint32_t object = 0;
    Bits states;
  };
  struct ResultNode {
    std::vector<Shift> shifts;
    std::vector<Look> looks;
    Bits produce;  ///< places that get a token when the activity ends this way
  };
  struct ActivityNode {
    bool free = true;          ///< no row leads here: states and guard alone decide
    std::vector<Bits> inputs;  ///< each a set of tokens that lets it begin, in the order they are tried
    std::vector<ResultNode> results;
  };
  /// What the engine does by itself: takes a guarded row whose guard holds, or a join that leads to several activities or to `end`.
  struct Silent {
    std::uint32_t row = 0;
    Bits from;
    Bits produce;
  };

  std::shared_ptr<const Model> model;
  std::vector<Place> places;
  std::vector<std::uint32_t> first_state;  ///< by object: the place of its first state
  std::vector<Value> state_values;         ///< by place, of states: its name, as guards see it
  std::vector<Value> defaults;             ///< by slot of a field
  std::vector<ActivityNode> activities;
  std::vector<Silent> silents;  ///< in the written order of the rows, those of one decision together, joins first
  RuleSet rules;  ///< those about the course of cases
  Bits initial;
  Bits tokens;  ///< all places that are no states

  std::uint32_t state_place(std::uint32_t object, std::uint32_t state) const { return first_state[object] + state; }
};

/// Compiles a model, which has no errors.
std::shared_ptr<const Net> compile(std::shared_ptr<const Model> model);

}  // namespace itsmflow
