#pragma once

#include "net/net.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace itsmflow {

/// Something with finitely many values that decides what is possible: the state of an object; a field, or who acts, whose values are cut
/// down to those that some expression of the model tells apart.
struct Variable {
  enum class Kind { state, field, actor };
  Kind kind = Kind::state;
  std::uint32_t object = 0;   ///< of a state, and of a field
  std::uint32_t field = 0;    ///< in its object
  std::uint32_t slot = 0;     ///< by which expressions read it
  std::vector<Value> values;  ///< of a field the first is null: it isn't given; of who acts: nobody in person
};

/// Which value each variable of a model has, by number; kAny: none in particular.
using Assignment = std::vector<std::uint32_t>;

/// The variables of a model, and what its expressions say of them.
class Variables {
 public:
  static constexpr std::uint32_t kAny = UINT32_MAX;
  static constexpr std::uint32_t kNone = 0;  ///< the first value of a field, or of who acts
  using List = std::vector<std::uint32_t>;
  using Allowed = std::vector<std::pair<std::uint32_t, List>>;  ///< variables, and the values that each may have

  /// `also`: further expressions of the model, which don't decide what can be done, but whose values are to be told apart too.
  explicit Variables(const Net& net, std::span<const Expression* const> also = {});

  std::size_t size() const { return variables_.size(); }
  const Variable& operator[](std::uint32_t variable) const { return variables_[variable]; }
  std::optional<std::uint32_t> of_object(std::uint32_t object) const;
  /// None: no expression reads the field, and nothing asks whether it is given.
  std::optional<std::uint32_t> of_slot(std::uint32_t slot) const;
  std::uint32_t actor() const { return actor_; }

  /// The values of a variable; without the first of a field, or of who acts, if it is to have one.
  List all_values(std::uint32_t variable) const;
  List given_values(std::uint32_t variable) const;

  /// The variables that an expression reads, ascending; none: also something that isn't looked at (items, messages, elements, the case's
  /// number), more combinations of values than are looked at, or something in a way for which a few values don't stand for all
  /// (arithmetic, the length of a text).
  std::optional<List> read_by(const Expression& expression) const;
  /// The texts of expressions that read something in such a way that somebody gives; what is only computed has no other values than those
  /// that it comes to.
  std::vector<std::string> not_cut_down() const;
  /// Some fields are compared with each other.
  bool compares_fields() const { return !groups_.empty(); }
  /// An expression that reads no more than the variables that are set.
  bool holds(const Expression& expression, const Assignment& assignment) const;
  /// The same, with why it doesn't hold.
  Expression::Outcome outcome(const Expression& expression, const Assignment& assignment) const;
  /// A value that the field takes is computed.
  bool can_be_computed(const SetField& set, const Assignment& assignment) const;
  /// The number of the value that a field is computed to, or of one that no expression tells apart from it; none: it can't be computed, or
  /// isn't alike any that is looked at.
  std::optional<std::uint32_t> computed(const SetField& set, const Assignment& assignment) const;

  /// Calls `each` for every assignment of these variables in which each has one of its allowed values.
  void for_each(const Allowed& allowed, const std::function<void(const Assignment&)>& each) const;

 private:
  void find_expressions();
  void find_given();
  void add_variables();
  void read(const Expression& expression, bool only_whether = false);
  std::vector<Value> values_of(const FieldRef& ref) const;
  std::vector<Value> actors() const;
  void merge_alike();
  /// What the expressions that read a variable come to if it has this value, for all values of what else they read.
  std::string signature(std::uint32_t variable, const Value& value) const;
  void find_groups();
  /// `cut`: what it is compared with; null: another field.
  bool can_be_cut(const Field& field, const Expression::Uses::Cut* cut) const;
  std::size_t persons_compared_with_actor() const;
  std::vector<bool> computed_alone() const;
  /// `few`: what else has only few values.
  bool is_cut_down(const Expression& expression, const std::vector<bool>& few) const;
  Expression::Outcome evaluate(const Expression& expression, const Assignment& assignment, std::uint32_t changed = kAny,
                               const Value* value = nullptr) const;

  const Net& net_;
  std::vector<Variable> variables_;
  List object_;  ///< by object
  List field_;   ///< by slot of a field
  std::uint32_t actor_ = 0;
  std::vector<List> groups_;  ///< slots of fields that are compared with each other
  std::vector<bool> counts_;  ///< by slot of a field: it is read, or it counts whether it is given
  struct Read {
    const Expression* expression = nullptr;
    bool only_whether = false;  ///< it counts whether it has a value, and not which
  };
  std::vector<Read> reads_;
  std::vector<std::vector<std::string>> signatures_;  ///< by variable and value
  mutable std::unordered_map<const Expression*, bool> cut_down_;
};

}  // namespace itsmflow
