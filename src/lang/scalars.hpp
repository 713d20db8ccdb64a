#pragma once

#include "lang/context.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace itsmflow::lang {

/// The node that an alias stands for, or the node itself. What is said about a text is said where the text is.
inline const source::Node& origin(const source::Node& node) {
  return node.anchored != nullptr ? *node.anchored : node;
}

/// What stands in the file, with quotes.
std::string_view written(const source::Node& node);

/// Nothing stands there at all: `title:`. (`~` and `null` are written, and ambiguous.)
bool is_nothing(const source::Node& node);

/// A word or words on one line or several: a scalar, or `null` and `~`, which YAML takes for nothing.
bool is_text(const source::Node& node);

/// The source reader has said why this can't be read (`when: !rfc.urgent`); nothing more is to be said about it.
inline bool is_judged(const source::Node& node) {
  return node.faulty || (node.anchored != nullptr && node.anchored->faulty);
}

/// What a plain word would be read as by tools that follow YAML 1.1 or 1.2: "the truth value false", "the number 1.1", "nothing".
/// Empty: text to all of them.
std::string taken_for(std::string_view plain);

/// The text of a scalar that is meant as text. Reports `ambiguous-scalar` where YAML makes something else of it, or cuts it.
std::string read_words(Context& context, const source::Node& node);

/// As read_words, for texts of which only the end can be cut: guards, rows and moves are read as text by us alone.
void check_comment(Context& context, const source::Node& node);

/// The same of an expression, from `offset` on; true where a comment cuts a text of it in two, so that the rest can't be read.
bool check_comment_in_expression(Context& context, const source::Node& node, std::size_t offset);

/// `word` in double quotes, escaped.
std::string in_quotes(std::string_view word);

/// Digits alone, as a number; none where there is anything else or it is too large.
std::optional<std::uint32_t> whole_number(std::string_view text);

/// A whole number from 1 to a million; otherwise reports `bad-number`. `what`: "'quorum' of 'votes' of …".
std::optional<std::uint32_t> read_count(Context& context, const source::Node& node, const std::string& what);

/// A length of time above nothing; otherwise reports `bad-duration`.
std::optional<Duration> read_length(Context& context, const source::Node& node, const std::string& what);

/// The kinds of things that have an id.
struct IdKind {
  std::string_view name;  ///< "a role"
  bool kebab = false;
  bool may_be_reserved = false;
};
inline constexpr IdKind kProcessId{"a process", true, false};
inline constexpr IdKind kSharedId{"a shared file", true, false};
inline constexpr IdKind kRoleId{"a role"};
inline constexpr IdKind kObjectId{"an object"};
inline constexpr IdKind kStateId{"a state"};
inline constexpr IdKind kFieldId{"a field"};
inline constexpr IdKind kTableId{"a table"};
inline constexpr IdKind kActivityId{"an activity"};
inline constexpr IdKind kResultId{"a result"};
inline constexpr IdKind kValueId{"an enum value", false, true};
inline constexpr IdKind kMotiveId{"a motive"};
inline constexpr IdKind kOutcomeId{"an outcome"};

/// The words that no id of a kind can be.
std::vector<std::string_view> taken_words(const IdKind& kind);

/// A new id, even a bad one, so that its uses are not reported too. Reports `bad-id`, `reserved-word`, `ambiguous-scalar`.
std::string read_id(Context& context, const source::Node& node, const IdKind& kind);

}  // namespace itsmflow::lang
