#pragma once

#include "semantics/obstacles.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace itsmflow {

// Guards that don't hold, for the person who is refused by them; of an activity about one element on the view of it.

/// What an expression saw of a case and of the data of an attempt.
struct SeenByGuard {
  std::string words;                ///< ", but rfc.accounts_done is 40 and rfc.accounts is not filled"; empty: it reads nothing
  std::vector<std::string> fields;  ///< the fields of it, or, of what can't be computed, those that are missing
};
SeenByGuard what_it_saw(const Net& net, const CaseState& state, const Attempt& attempt, const Expression& expression);

/// " is not filled", or of a value of a message that it isn't in it.
std::string_view unfilled_words(std::string_view path);

/// How an expression says that a map lacks a key, which follows. All that may lack keys, beside fields, is a message.
inline constexpr std::string_view kNoKey = "no such key: ";

/// Why an expression could not be evaluated, as people may read it: the words may hold what it read.
std::string told_error(const Model& model, const Expression& expression, const std::string& error);

/// With data still to come (Attempt::What::offer), a guard over fields that the step may write is not decided yet.
bool is_open(const Net& net, const CaseState& state, const Attempt& attempt, const Expression& expression);

}  // namespace itsmflow
