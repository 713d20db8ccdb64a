#pragma once

#include <itsmflow/export.hpp>
#include <itsmflow/value.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace itsmflow {

struct ExprRecord;

/// The type of an expression or a variable, as CEL has them. `dyn` is "not known before it runs".
struct ITSMFLOW_EXPORT ExprType {
  /// `opaque`: a document; all that can be asked is whether it is there, has(x).
  enum class Kind { dyn, null, boolean, int_, uint, double_, string, bytes, timestamp, duration, list, map, opaque, type };

  Kind kind = Kind::dyn;
  std::vector<std::string> choices;         ///< of a string: all the values it can have (enums, states); empty: any
  std::shared_ptr<const ExprType> element;  ///< of a list; value type of a map
  std::shared_ptr<const ExprType> key;      ///< of a map
  std::shared_ptr<const ExprRecord>
      record;  ///< of a map whose keys are known words: a record; `key` and `element` don't count then

  /// "string", "list(int)", "map(string, dyn)", "record"; of opaque "document".
  std::string name() const;
};

/// The members of a record. Its values are maps with strings as keys; a member that is not in the map, or is null there, is not filled.
struct ITSMFLOW_EXPORT ExprRecord {
  /// A member by its name.
  struct Member {
    std::string name;
    ExprType type;
  };
  std::vector<Member> members;
};

/// The names an expression may use. A variable is either a value of its own or a group of members (`rfc.risk`);
/// each value has a slot, by which the activation gives it when the expression is evaluated.
struct ITSMFLOW_EXPORT ExprScope {
  /// A member of a group, which has a slot of its own.
  struct Member {
    std::string name;
    ExprType type;
    std::uint32_t slot = 0;
  };
  /// A name that stands for a value or for a group of members.
  struct Variable {
    std::string name;
    std::vector<Member> members;  ///< empty: the variable is a value itself
    ExprType type;
    std::uint32_t slot = 0;
    bool nullable = false;  ///< of a value itself: null is a value like any other, not "not filled"
  };
  std::vector<Variable> variables;
};

/// Why there is no value where one would have been computed.
struct ExprTrouble {
  /// `unfilled`: it reads a field that is not filled, which is no fault of the expression.
  enum class Kind { error, unfilled };
  Kind kind = Kind::unfilled;
  std::string text;  ///< the error, or the path of the field that is not filled
};

/// Gives the values of the slots while an expression is evaluated.
class ITSMFLOW_EXPORT ExprActivation {
 public:
  virtual ~ExprActivation();
  /// A null value: not filled, unless the variable is nullable. The reference must stay good until the evaluation ends.
  virtual const Value& slot(std::uint32_t index) const = 0;
  /// Of a slot whose value is computed, and null: why. A null pointer: it is not filled, and that is all. Good as long as slot()'s.
  virtual const ExprTrouble* trouble(std::uint32_t index) const;
};

/// What is wrong with the text of an expression, between two byte offsets of that text.
struct ExprIssue {
  /// What is wrong.
  enum class Kind { syntax, unknown_name, unknown_function, type_mismatch, not_supported, too_large };
  Kind kind = Kind::syntax;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::string message;  ///< one sentence without a full stop
  std::string help;     ///< what to write instead; may be empty
};

/// How much of an expression has to be known to fit before it runs.
enum class ExprTyping {
  strict,  ///< what can be seen never to work is an issue, as are unknown names: for models
  dynamic,  ///< as CEL without its type checker: what does not fit is an error when it is evaluated, and may be absorbed by && and ||
};

/// A compiled expression of CEL, the Common Expression Language (github.com/google/cel-spec). Immutable, cheap to copy, safe to
/// evaluate from several threads at once. Every evaluation ends, and none has an effect.
class ITSMFLOW_EXPORT Expression {
 public:
  struct Compiled;

  /// What came of an evaluation: a value, an error ("division by zero"), or the first field that was needed and not filled.
  struct Outcome {
    /// Which of the three.
    enum class Kind { value, error, unfilled };
    Kind kind = Kind::value;
    Value value;
    std::string text;         ///< the error, or the path of the unfilled field
    std::uint32_t begin = 0;  ///< of an error or an unfilled field: the part of the text that it comes from, in bytes
    std::uint32_t end = 0;

    /// It is the value true.
    bool holds() const noexcept { return kind == Kind::value && value.if_bool() != nullptr && *value.if_bool(); }
  };
  /// A variable that the expression reads, and what it was: {"rfc.accounts", 3000}. Of a record or map it is the part that is read:
  /// {"rfc.address.street", "…"}; null where there is none.
  struct Seen {
    std::string path;
    Value value;
  };

  /// An empty expression: it has no text and must not be evaluated.
  Expression();
  ~Expression();
  Expression(const Expression&);
  Expression& operator=(const Expression&);
  Expression(Expression&&) noexcept;
  Expression& operator=(Expression&&) noexcept;

  /// Whether it has a text, and may be evaluated.
  explicit operator bool() const noexcept { return impl_ != nullptr; }

  const std::string& text() const noexcept;  ///< as the author wrote it
  /// Of what it comes to.
  const ExprType& type() const noexcept;
  /// The slots it can read, ascending, each once.
  const std::vector<std::uint32_t>& slots() const noexcept;

  /// The values that are written out in it, in the order of the text: of `rfc.risk in ['low', 'high']` both words.
  const std::vector<Value>& constants() const noexcept;

  /// How its variables are read, beside asking whether they are filled and comparing them with what is written out: what decides whether
  /// a few values of a variable stand for all.
  struct Uses {
    /// A comparison of a slot with what is written out.
    struct Cut {
      std::uint32_t slot = 0;
      Value at;             ///< a value that is written out, or a list of them
      bool orders = false;  ///< by < and the like, and not by == or in
    };
    /// One place where a member of a variable is read, such as `message.number`. Its variable is among `others` as well.
    struct Part {
      /// How it is read.
      enum class How : std::uint8_t {
        itself,    ///< it is the whole expression
        equals,    ///< where the expression holds it is equal to the slot `equals`
        compared,  ///< it is compared with `at`, which is written out; or is a condition itself, which is compared with true
        other,     ///< in any other way
      };
      std::string path;
      std::uint32_t slot = 0;  ///< of its variable
      How how = How::other;
      std::uint32_t equals = 0;
      Value at;             ///< a value, or a list of them
      bool orders = false;  ///< as of Cut
    };
    std::vector<Cut> cuts;                                          ///< slots that are compared with what is written out
    std::vector<std::pair<std::uint32_t, std::uint32_t>> compared;  ///< slots that are compared with each other
    std::vector<std::uint32_t> others;                              ///< slots that are read in any other way
    std::vector<Part> parts;
  };
  /// Looks through the whole expression each time it is asked.
  Uses uses() const;

  /// Never throws for what the values are: an error is an outcome.
  Outcome evaluate(const ExprActivation& activation) const;
  /// As evaluate(...).holds(), without the outcome's text.
  bool holds(const ExprActivation& activation) const;
  /// The variables and their values, in the order of the text, each once: what a person needs to understand the result.
  std::vector<Seen> seen(const ExprActivation& activation) const;

 private:
  friend ITSMFLOW_EXPORT Compiled compile_expression(std::string_view text, const ExprScope& scope, const ExprType& expected,
                                                     ExprTyping typing);
  class Impl;
  std::shared_ptr<const Impl> impl_;
};

/// An expression, or everything that is wrong with its text.
struct Expression::Compiled {
  Expression expression;  ///< empty if there are issues
  std::vector<ExprIssue> issues;
};

/// Parses and types an expression. `expected`: the type it must have (a guard: boolean); `dyn`: any. If it has choices, every text that
/// the expression can come to by its own words must be one of them. Issues are in the order of the text, a hundred at most.
ITSMFLOW_EXPORT Expression::Compiled compile_expression(std::string_view text, const ExprScope& scope,
                                                        const ExprType& expected = {}, ExprTyping typing = ExprTyping::strict);

}  // namespace itsmflow
