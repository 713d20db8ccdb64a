#pragma once

#include "source/node.hpp"

#include <itsmflow/diagnostic.hpp>

#include <optional>
#include <string>

namespace itsmflow::check {

/// What a comment says: that a rule is allowed, or that somebody meant to say so; neither in any other comment.
struct AllowComment {
  std::string rule;                 ///< empty where there is a fault
  std::optional<Diagnostic> fault;  ///< `bad-allow`, `unknown-rule` or `allow-without-reason`, at the words
};

AllowComment read_allow_comment(const source::Comment& comment);

}  // namespace itsmflow::check
