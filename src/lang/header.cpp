#include "lang/scalars.hpp"
#include "lang/sections.hpp"

#include <algorithm>
#include <string>

namespace itsmflow::lang {

using source::Node;

namespace {

constexpr std::string_view kLanguageVersion = "1";

bool is_number(std::string_view text) {
  const bool digits = !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  return digits && (text.size() == 1 || text.front() != '0');
}

/// `-rc.1`, `+build.5`: dotted words of letters, digits and hyphens.
bool is_suffix(std::string_view text) {
  if (text.empty() || text.front() == '.' || text.back() == '.' || text.find("..") != std::string_view::npos) return false;
  return std::ranges::all_of(text, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.';
  });
}

/// Semantic Versioning 2.0.0, without its rule on zeros that lead a number in a pre-release.
bool is_version(std::string_view text) {
  if (const std::size_t plus = text.find('+'); plus != std::string_view::npos) {
    if (!is_suffix(text.substr(plus + 1))) return false;
    text = text.substr(0, plus);
  }
  if (const std::size_t minus = text.find('-'); minus != std::string_view::npos) {
    if (!is_suffix(text.substr(minus + 1))) return false;
    text = text.substr(0, minus);
  }
  const std::size_t first = text.find('.');
  const std::size_t second = first == std::string_view::npos ? first : text.find('.', first + 1);
  if (second == std::string_view::npos) return false;
  return is_number(text.substr(0, first)) && is_number(text.substr(first + 1, second - first - 1)) &&
         is_number(text.substr(second + 1));
}

/// "1.10" → "1.10.0", "2" → "2.0.0".
std::string as_version(std::string_view text) {
  std::string version(text.starts_with('v') ? text.substr(1) : text);
  for (int i = 0; i < 2 && !is_version(version); ++i) version += ".0";
  return is_version(version) ? version : "1.0.0";
}

void read_version(Context& context, const Node& alias) {
  const Node& node = origin(alias);
  context.model.version = node.kind == Node::Kind::null ? std::string(written(node)) : node.text;
  if (is_version(context.model.version)) return;
  context.findings.error("bad-version", node.span, quoted(context.model.version) + " is not a semantic version")
      .help("write three numbers, such as " + as_version(context.model.version));
}

void read_language(Context& context, const Mapping& keys) {
  const Node* language = keys.get("itsmflow");
  if (language == nullptr || origin(*language).text == kLanguageVersion) return;
  const Node& node = origin(*language);
  context.findings.error("unknown-version", node.span, "language version " + std::string(written(node)) + " is not known")
      .help("write `itsmflow: 1`");
}

}  // namespace

void read_shared_header(Context& context, const Mapping& shared) {
  read_language(context, shared);
  if (const Node* name = shared.get("shared")) static_cast<void>(read_id(context, *name, kSharedId));
  static_cast<void>(read_wording(context, shared));
}

void read_header(Context& context, const Mapping& model) {
  read_language(context, model);
  if (const Node* process = model.get("process")) context.model.process = read_id(context, *process, kProcessId);
  if (const Node* version = model.get("version")) read_version(context, *version);
  context.model.wording = read_wording(context, model);
  if (const Node* practice = model.get("practice"))
    context.model.practice = read_practice(context, *practice, "the model", NoPractice::refused);
}

void read_case(Context& context, const Mapping& model) {
  const Node* node = model.get("case");
  if (node == nullptr) {
    if (model.mentions("case") || context.objects.empty()) return;
    const std::string& first = context.objects.words().front();
    context.findings.error("missing-key", model.owner().span, "the model has objects and no 'case'")
        .help("add `case: " + first + "`, the object that a case is about");
    return;
  }
  const std::string name = read_words(context, *node);
  const auto object = context.objects.find(name);
  if (object) {
    context.model.case_object = *object;
    const ObjectType& type = context.model.objects[*object];
    const ObjectNames& names = context.object_names[*object];
    if (type.many)
      context.findings.error("bad-many", origin(*node).span, "the case is about " + quoted(name) + ", of which it has several")
          .related(type.span, "this has `many`")
          .help("name the object that the case is about as a whole, or take `many` out");
    if (type.states.empty() || !type.final_states.empty() || !names.states.complete) return;
    if (names.empty_final) {
      context.findings.error("wrong-type", names.empty_final, "'final' of object " + quoted(type.id) + " must name at least one")
          .help("write `final: [" + type.states.back() + "]`: a case is over when its object reaches one of these states");
    }
    if (names.final_given) return;
    context.findings.error("missing-key", type.span, "object '" + type.id + "' has no 'final'")
        .help("add `final: [" + type.states.back() + "]`: a case is over when its object reaches one of these states");
    return;
  }
  if (!context.objects.complete) return;
  Finding finding =
      context.findings.error("unknown-object", origin(*node).span, "the case is about unknown object " + quoted(name));
  finding.label(context.objects.empty() ? "the model has no objects" : "the objects are " + listed(context.objects.words()));
  finding.suggest(name, context.objects.words());
}

void read_vocabulary(Context& context, const Mapping& model) {
  const Node* section = model.get("vocabulary");
  if (section == nullptr) return;
  for (const Node::Entry& entry : section->entries) {
    Term term;
    term.term = read_words(context, *entry.key);
    term.span = origin(*entry.key).span;
    const Owner owner{"term " + quoted(term.term), term.span};
    if (is_text(*entry.value)) {
      term.means = read_words(context, *entry.value);
    } else if (is_construct(context, *entry.value, owner, term.term, kTerm)) {
      const Mapping keys(context, *entry.value, kTerm, owner);
      if (const Node* means = keys.get("means")) term.means = read_words(context, *means);
      if (const Node* also = keys.get("also")) {
        for (const Node* word : read_items(context, *also, "'also' of " + owner.name))
          term.also.push_back(read_words(context, *word));
      }
      read_wording(context, keys);
    }
    context.model.vocabulary.push_back(std::move(term));
  }
}

}  // namespace itsmflow::lang
