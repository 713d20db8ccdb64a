#pragma once

#include "lang/merge.hpp"

#include <string>

namespace itsmflow::lang {

/// A tree as YAML that reads as the same tree: one form, whatever quotes, anchors and merge keys its files were written with.
std::string canonical_text(const Tree& tree);

/// The same with a comment at each line that says in which file it stands, and why where it differs from what was adapted.
std::string annotated_text(const Tree& tree);

}  // namespace itsmflow::lang
