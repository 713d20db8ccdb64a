#pragma once

#include <itsmflow/error.hpp>
#include <itsmflow/export.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace itsmflow {

/// A text that was read, with the name it is shown under (a path, or something like "<memory>").
struct SourceText {
  std::string name;
  std::string text;
};

/// A stretch of a source text. Lines and columns count from 1, columns in code points; the end is exclusive.
struct Span {
  std::shared_ptr<const SourceText> source;  ///< null: no place is known
  std::uint32_t begin = 0;                   ///< offset in bytes, from 0
  std::uint32_t end = 0;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::uint32_t end_line = 0;
  std::uint32_t end_column = 0;

  /// Whether a place is known.
  explicit operator bool() const noexcept { return source != nullptr; }
};

/// How grave a finding is. With an error a model is not loaded, or a case of it can go wrong.
enum class Severity { note, warning, error };

/// One thing that is found in a model, a scenario or a directory.
struct Diagnostic {
  /// Another place that has to do with it, such as where a name is declared.
  struct Related {
    Span span;
    std::string message;
  };
  /// Text to put in place of a span. A safe fix never changes what the model means to its author: it may be made without asking. All fixes
  /// of a finding are one change.
  struct Fix {
    /// `unsafe`: it may change what is meant, and is for the author to decide.
    enum class Safety { safe, unsafe };
    Span span;
    std::string replacement;
    Safety safety = Safety::safe;
  };
  /// One of the steps that lead to what is wrong: "assess (rfc.risk = "medium")"; the last one says what is wrong there.
  struct Step {
    Span span;
    std::string message;
  };

  std::string rule;  ///< permanent kebab-case name, such as "unknown-state"
  Severity severity = Severity::error;
  std::string message;  ///< one sentence without a full stop: "activity 'escalate' moves incident to unknown state 'teir2'"
  Span span;
  std::string label;  ///< words beside the marked text; may be empty
  std::vector<Related> related;
  std::vector<Step> trace;  ///< how a case gets there, none shorter; empty where it isn't about behaviour
  std::string help;         ///< what to write instead; may be empty
  std::vector<Fix> fixes;
};

/// "safe", "unsafe".
ITSMFLOW_EXPORT std::string_view to_string(Diagnostic::Fix::Safety safety) noexcept;

/// All that was found, in the order in which it is shown.
using Diagnostics = std::vector<Diagnostic>;

/// "file:line:column: error: message [rule]", one line without its end.
ITSMFLOW_EXPORT std::string to_string(const Diagnostic& diagnostic);

/// Sorts by file name, then place, then rule, so that the same input prints the same bytes.
ITSMFLOW_EXPORT void sort(Diagnostics& diagnostics);

/// Whether one of them is an error.
ITSMFLOW_EXPORT bool has_errors(const Diagnostics& diagnostics) noexcept;

/// Throws ModelError with all errors of the list, if it has any.
ITSMFLOW_EXPORT void throw_if_errors(const Diagnostics& diagnostics);

/// What loading gives: a value, diagnostics, or both. There is a value exactly if no diagnostic is an error.
template <class T>
class Loaded {
 public:
  Loaded(std::optional<T> value, Diagnostics diagnostics) : value_(std::move(value)), diagnostics_(std::move(diagnostics)) {
    if (has_errors(diagnostics_)) value_.reset();
  }

  /// Whether there is a value.
  explicit operator bool() const noexcept { return value_.has_value(); }
  /// Everything that was found, also where there is a value.
  const Diagnostics& diagnostics() const noexcept { return diagnostics_; }

  /// The value; throws ModelError with every error where there is none.
  T& value_or_throw() & {
    throw_if_errors(diagnostics_);
    return value_.value();
  }
  /// The same, moved out of what is about to end.
  T value_or_throw() && {
    throw_if_errors(diagnostics_);
    return std::move(value_).value();
  }

 private:
  std::optional<T> value_;
  Diagnostics diagnostics_;
};

}  // namespace itsmflow
