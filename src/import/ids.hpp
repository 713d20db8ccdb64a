#pragma once

#include <set>
#include <string>
#include <string_view>

namespace itsmflow::pnml {

/// A text as an id: small letters a to z and digits, everything else a `joiner`. Empty where none of them is in it, or a digit comes first.
std::string id_of(std::string_view text, char joiner);

/// Whether a word is written as an id, and not reserved (docs/language.md).
bool is_id(std::string_view word, char joiner);

/// Ids in snake_case, each given once.
class Ids {
 public:
  /// The id of a text, with a number behind it if it is taken. `otherwise`, an id, where the text makes none.
  std::string make(std::string_view text, std::string_view otherwise);

 private:
  std::set<std::string> taken_;
};

/// A text as YAML takes it for one, in a line: as it is where nobody could read it otherwise, else in double quotes.
std::string yaml_text(std::string_view text);

}  // namespace itsmflow::pnml
