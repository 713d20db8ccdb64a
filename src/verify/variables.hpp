#pragma once

#include "net/net.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace itsmflow {

/// Something with finitely many values that decides what is possible: the state of an object, or a field, whose values are cut down to those that
/// some expression of the model tells apart.
struct Variable {
  enum class Kind { state, field };
  Kind kind = Kind::state;
  std::uint32_t object = 0;
  std::uint32_t slot = 0;      ///< of expressions
  std::vector<Value> values;   ///< of a field: the first is null, not given
};

/// Which value each of some variables has, by number; kAny: none in particular.
using Assignment = std::vector<std::uint32_t>;

/// What must hold of some variables.
struct Condition {
  std::vector<std::uint32_t> variables;                 ///< ascending
  std::function<bool(const Assignment&)> holds;         ///< of an assignment of all variables of the model, in which those are set
  bool may_be_either = false;                           ///< it also reads what isn't looked at: then it may hold or not
};

/// The variables of a model, and what its expressions say of them.
class Variables {
 public:
  static constexpr std::uint32_t kAny = UINT32_MAX;
  /// Of more combinations of values no expression is looked at; it may then hold or not.
  static constexpr std::size_t kMostCombinations = 4096;

  explicit Variables(const Net& net);

  const std::vector<Variable>& all() const { return variables_; }
  std::uint32_t of_object(std::uint32_t object) const { return object_[object]; }
  /// None: no expression reads the field.
  std::optional<std::uint32_t> of_slot(std::uint32_t slot) const;

  Condition condition(const Guard& guard) const;
  /// The value that a field is computed to: its number; none: it can't be computed, or isn't one of those that are looked at.
  std::optional<std::uint32_t> computed(const SetField& set, const Assignment& assignment) const;
  /// The variables that an expression reads; none: also something else.
  std::optional<std::vector<std::uint32_t>> read_by(const Expression& expression) const;

  /// Calls `each` for every assignment of the variables in which each has one of its allowed values.
  void for_each(const std::vector<std::pair<std::uint32_t, std::vector<std::uint32_t>>>& allowed,
                const std::function<void(const Assignment&)>& each) const;

 private:
  void find_read_slots();
  void read(const Expression& expression);
  std::vector<Value> values_of(const FieldRef& ref) const;
  void merge_alike();
  Value value_in(const Assignment& assignment, std::uint32_t variable) const;

  const Net& net_;
  std::vector<Variable> variables_;
  std::vector<std::uint32_t> object_;                    ///< by object; kAny: it has no states
  std::vector<std::uint32_t> field_;                     ///< by slot of a field; kAny: it isn't one
  std::vector<bool> read_;                               ///< by slot of a field
  std::vector<const Expression*> expressions_;
};

}  // namespace itsmflow
