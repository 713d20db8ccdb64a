#include "lang/keys.hpp"
#include "lang/types.hpp"

#include "catch.hpp"
#include "places.hpp"

#include <fstream>
#include <iterator>
#include <string>

using namespace itsmflow::lang;

namespace {

std::string reference() {
  std::ifstream file(places::source() + "/docs/language.md");
  return {std::istreambuf_iterator<char>(file), {}};
}

/// The part of the reference from one heading to the next.
std::string section(const std::string& text, const std::string& heading) {
  const std::size_t begin = text.find("\n## " + heading + "\n");
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find("\n## ", begin + 1) - begin);
}

std::string heading_of(std::string_view construct) {
  if (construct == "model") return "The model";
  if (construct == "term") return "Vocabulary";
  if (construct == "role") return "Roles";
  if (construct == "object") return "Objects";
  if (construct == "field") return "Fields";
  if (construct == "table") return "Tables";
  if (construct == "start") return "The start";
  if (construct == "map-row") return "Transitions";
  if (construct == "rule") return "Rules";
  if (construct == "deviations" || construct == "motive" || construct == "line" || construct == "confirm") return "Deviations";
  if (construct == "outcomes" || construct == "outcome") return "Outcomes";
  if (construct == "omission") return "Adapted models";
  if (construct == "shared file") return "Shared files";
  return "Activities";  // and their results
}

}  // namespace

TEST_CASE("the reference explains every key that is built, and names every one that is not") {
  const std::string text = reference();
  const std::string planned = section(text, "Not supported yet");
  REQUIRE_FALSE(planned.empty());
  for (const Construct* construct : constructs()) {
    const std::string part = section(text, heading_of(construct->name));
    REQUIRE_FALSE(part.empty());
    for (const Key& key : construct->keys) {
      if (key.name == "title" || key.name == "why" || key.name == "doc") continue;  // said once for all
      INFO(construct->name << ": " << key.name);
      const std::string word = "`" + std::string(key.name) + "`";
      CHECK((key.support == Support::built ? part : planned).find(word) != std::string::npos);
    }
  }
}

TEST_CASE("the reference explains every type of fields and every reserved word") {
  const std::string text = reference();
  const std::string fields = section(text, "Fields");
  for (const TypeWord& type : field_types()) {
    INFO(type.word);
    CHECK(fields.find("\n| `" + std::string(type.word) + "` |") != std::string::npos);
  }
  const std::string ids = section(text, "Writing it");
  for (const std::string_view word : reserved_words()) {
    INFO(word);
    CHECK(ids.find(word) != std::string::npos);
  }
}
