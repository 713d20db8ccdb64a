#pragma once

#include <itsmflow/model.hpp>
#include <itsmflow/value.hpp>

#include <string>
#include <vector>

#include "story/moments.hpp"
#include "story/names.hpp"

namespace itsmflow::story {

/// A document that is a value, or a piece of one.
struct GivenDocument {
  std::string place;
  std::string digest;  ///< may be empty
};

/// A value as people read it: texts without quotes, documents by their place, moments in the story's zone, persons by name. Empty of a
/// field that is not filled.
std::string in_words(const Field& field, const Value& value, const Names& names, const Moments& moments);

/// The documents in a value, in lists and records too, in their order.
std::vector<GivenDocument> documents_in(const Field& field, const Value& value);

}  // namespace itsmflow::story
