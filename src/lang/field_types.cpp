#include "lang/field_types.hpp"

#include "lang/scalars.hpp"
#include "lang/types.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

namespace itsmflow::lang {

using source::Node;

namespace {

std::vector<std::string> type_words() {
  std::vector<std::string> words;
  for (const TypeWord& type : field_types()) words.emplace_back(type.word);
  return words;
}

/// Not as listed(): whoever looks for a type wants to see all of them.
std::string all_type_words() {
  std::string text;
  for (const TypeWord& type : field_types()) text += (text.empty() ? "" : ", ") + std::string(type.word);
  return text + ", list of TYPE, ref PROCESS";
}

/// The types that other languages call so; empty: none.
std::string_view meant_type(std::string_view word) {
  using Pair = std::pair<std::string_view, std::string_view>;
  static constexpr std::array kOthers{
      Pair{"boolean", "bool"},       Pair{"integer", "int"},        Pair{"long", "int"},        Pair{"date-time", "datetime"},
      Pair{"date_time", "datetime"}, Pair{"timestamp", "datetime"}, Pair{"float", "number"},    Pair{"double", "number"},
      Pair{"decimal", "number"},     Pair{"str", "string"},         Pair{"url", "uri"},         Pair{"user", "person"},
      Pair{"file", "document"},      Pair{"object", "record"},      Pair{"map", "record"},      Pair{"struct", "record"},
      Pair{"array", "list of TYPE"}, Pair{"list", "list of TYPE"},  Pair{"ref", "ref PROCESS"},
  };
  const auto found = std::ranges::find(kOthers, word, &Pair::first);
  return found == kOthers.end() ? std::string_view() : found->second;
}

bool is_process_id(std::string_view word) {
  return !word.empty() && word.front() >= 'a' && word.front() <= 'z' && word.back() != '-' &&
         std::ranges::all_of(word, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

void report_unknown_type(Context& context, const Node& node, std::size_t begin, const std::string& word, const Owner& owner) {
  const Span span = node.part(begin, begin + word.size());
  Finding finding = context.findings.error("unknown-type", span, owner.name + " has unknown type " + quoted(word));
  finding.label("the types are " + all_type_words());
  const std::string_view meant = meant_type(word);
  if (meant.empty()) {
    finding.suggest(word, type_words());
  } else {
    finding.help("did you mean " + quoted(meant) + "?");
    if (meant.find(' ') == std::string_view::npos) finding.fix(span, std::string(meant));
  }
}

}  // namespace

std::optional<WrittenType> read_type(Context& context, const Node& alias, const Owner& owner) {
  const Node& node = origin(alias);
  const std::string text = read_words(context, node);
  WrittenType written;
  std::size_t begin = 0;
  while (std::string_view(text).substr(begin).starts_with(kListOf)) {
    begin += kListOf.size();
    ++written.lists;
  }
  if (written.lists > kMaxNesting) {
    context.findings.error("too-deep", node.span, owner.name + " is nested more than " + std::to_string(kMaxNesting) + " deep")
        .help("keep what belongs together in a case of its own, and a `ref` to it");
    return std::nullopt;
  }
  const std::string word = text.substr(begin);
  for (const TypeWord& type : field_types()) {
    if (type.word != word) continue;
    written.type = type.type;
    return written;
  }
  if (!word.starts_with(kRef)) {
    report_unknown_type(context, node, begin, word, owner);
    return std::nullopt;
  }
  written.type = FieldType::reference;
  written.process = word.substr(kRef.size());
  if (is_process_id(written.process)) return written;
  context.findings
      .error("bad-id", node.part(begin + kRef.size(), text.size()), quoted(written.process) + " cannot be the id of a process")
      .help("write the id of the process whose cases it names: ref PROCESS");
  return std::nullopt;
}

bool is_list_of_types(const Node& list) {
  return !list.items.empty() && std::ranges::all_of(list.items, [](const Node* item) {
    return std::ranges::find(field_types(), std::string_view(origin(*item).text), &TypeWord::word) != field_types().end();
  });
}

void report_list_of_types(Context& context, const Node& alias) {
  const Node& list = origin(alias);
  std::string words;
  for (const Node* item : list.items) words += (words.empty() ? "" : ", ") + origin(*item).text;
  context.findings.error("unknown-type", list.span, "'[" + words + "]' reads as a list of types")
      .help("a list is written `list of " + origin(*list.items.front()).text +
            "`; if these are the values, write `{type: enum, values: [" + words + "]}`");
}

Field wrapped(Field item, std::size_t lists) {
  for (; lists > 0; --lists) {
    Field list;
    list.id = item.id;
    list.wording = item.wording;
    list.span = item.span;
    list.type = FieldType::list;
    list.element = std::make_shared<const Field>(std::move(item));
    item = std::move(list);
  }
  return item;
}

}  // namespace itsmflow::lang
