#pragma once

#include "lang/context.hpp"
#include "lang/mapping.hpp"

#include <optional>
#include <string>

namespace itsmflow::lang {

/// How deep lists and records may nest.
inline constexpr std::size_t kMaxNesting = 8;

/// What the word or words of a `type` say.
struct WrittenType {
  std::size_t lists = 0;  ///< how often `list of` stands before it
  FieldType type = FieldType::string;
  std::string process;  ///< of a `ref`
};

/// None: it has said what is wrong.
std::optional<WrittenType> read_type(Context& context, const source::Node& node, const Owner& owner);

/// `tags: [string]` is meant as a list of texts, not as an enum whose one value is `string`.
bool is_list_of_types(const source::Node& list);
void report_list_of_types(Context& context, const source::Node& list);

/// Makes a field that says what each item is a list of such items, `lists` times.
Field wrapped(Field item, std::size_t lists);

}  // namespace itsmflow::lang
