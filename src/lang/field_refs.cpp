#include "lang/elements.hpp"
#include "lang/scalars.hpp"
#include "lang/sections.hpp"

#include <algorithm>
#include <utility>

namespace itsmflow::lang {

using source::Node;

namespace {

std::vector<std::string> with_object(std::string_view object, const std::vector<std::string>& fields) {
  std::vector<std::string> paths;
  for (const std::string& field : fields) paths.push_back(std::string(object) + "." + field);
  return paths;
}

void report_object(Context& context, Finding finding, std::string_view object, std::string_view field,
                   std::string_view other_names) {
  std::string label = context.objects.empty() ? "the model has no objects" : "the objects are " + listed(context.objects.words());
  if (!other_names.empty()) label += "; " + std::string(other_names);
  finding.label(std::move(label));
  std::vector<std::string> candidates;
  for (std::uint32_t i = 0; i < context.objects.words().size(); ++i) {
    const std::string& name = context.objects.words()[i];
    if (field.empty()) {  // `summary` alone: the object was forgotten
      if (context.object_names[i].fields.find(object)) candidates.push_back(name + "." + std::string(object));
    } else if (context.object_names[i].fields.find(field)) {
      candidates.push_back(name + "." + std::string(field));
    }
  }
  if (field.empty() && !candidates.empty()) {
    finding.help("did you mean " + quoted(candidates.front()) + "?");
    return;
  }
  finding.suggest(std::string(object) + "." + std::string(field), candidates);
}

/// Nobody writes what is computed. `verb`: "sets", "asks for"; `requires` asks only whether it can be computed, and "reads" may all.
bool would_write(const Context& context, const FieldRef& ref, std::string_view verb) {
  return context.model.field(ref).is_derived() && verb != "requires" && verb != "reads";
}

/// `rfc.address.street`: a part of a field, where only the whole can be named.
std::optional<FieldRef> whole_field(Context& context, std::string_view path) {
  const std::size_t dot = path.find('.');
  const std::size_t inner = dot == std::string_view::npos ? dot : path.find('.', dot + 1);
  return inner == std::string_view::npos ? std::nullopt : context.find_field(path.substr(0, inner));
}

}  // namespace

void report_derived_written(Context& context, const FieldRef& ref, const Owner& owner, std::string_view verb) {
  const Field& field = context.model.field(ref);
  const std::string path = quoted(context.model.path(ref));
  const std::string why = field.table ? "table " + quoted(context.model.tables[*field.table].id) + " decides" : "is computed";
  context.findings.error("derived-written", ref.span, owner.name + " " + std::string(verb) + " " + path + ", which " + why)
      .related(field.table ? context.model.tables[*field.table].span : field.span, field.table ? "decided here" : "declared here")
      .help("take it out: its value follows from other fields");
}

std::vector<FieldRef> take_derived(const Context& context, std::vector<FieldRef>& refs) {
  const auto first =
      std::stable_partition(refs.begin(), refs.end(), [&](const FieldRef& ref) { return !context.model.field(ref).is_derived(); });
  std::vector<FieldRef> derived(first, refs.end());
  refs.erase(first, refs.end());
  return derived;
}

namespace {

/// The record within a path of which the next part is unknown: of "rfc.address.strret" it is rfc.address. Null: there is none.
const Field* find_record(const Context& context, std::string_view path, std::string& record_path) {
  const std::size_t dot = path.find('.');
  std::size_t end = dot == std::string_view::npos ? dot : path.find('.', dot + 1);
  const auto ref = end == std::string_view::npos ? std::nullopt : context.find_field(path.substr(0, end));
  const Field* field = ref ? &context.model.field(*ref) : nullptr;
  while (field != nullptr && field->type == FieldType::record) {
    const std::size_t next = std::min(path.find('.', end + 1), path.size());
    const auto member = std::ranges::find(field->fields, path.substr(end + 1, next - end - 1), &Field::id);
    if (member == field->fields.end()) {
      record_path = path.substr(0, end);
      return field;
    }
    if (next == path.size()) return nullptr;
    field = &*member;
    end = next;
  }
  return nullptr;
}

}  // namespace

void report_unknown_field(Context& context, const Span& span, const std::string& message, std::string_view path,
                          std::string_view other_names) {
  std::string record_path;
  if (const Field* record = find_record(context, path, record_path)) {
    std::vector<std::string> members;
    for (const Field& member : record->fields) members.push_back(member.id);
    const std::string_view rest = path.substr(record_path.size() + 1);
    Finding finding = context.findings.error("unknown-field", span, message);
    finding.label(quoted(record_path) + " has the fields " + listed(members));
    if (const auto meant = context.findings.nearest(rest.substr(0, rest.find('.')), members))
      finding.suggest(path, {record_path + "." + *meant});
    return;
  }
  const std::size_t dot = path.find('.');
  const std::string_view name = path.substr(0, dot);
  const std::string_view member = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
  const auto object = context.objects.find(name);
  if (!object) {
    if (context.objects.complete)
      report_object(context, context.findings.error("unknown-field", span, message), name, member, other_names);
    return;
  }
  const Names& fields = context.object_names[*object].fields;
  if (!fields.complete) return;
  Finding finding = context.findings.error("unknown-field", span, message);
  finding.label(quoted(name) + (fields.empty() ? " has no fields" : " has the fields " + listed(fields.words())));
  if (const auto meant = context.findings.nearest(member, fields.words())) finding.suggest(path, with_object(name, {*meant}));
}

std::optional<FieldRef> read_field_ref(Context& context, const Node& alias, const Owner& owner, std::string_view verb) {
  const Node& node = origin(alias);
  const std::string path = read_words(context, node);
  if (auto ref = context.find_field(path)) {
    ref->span = node.span;
    context.slot_used[ref->slot] = true;
    if (context.model.objects[ref->object].many && context.about != ref->object) {
      const std::string which = ", and does not say of which " + quoted(context.model.objects[ref->object].id);
      report_which(context, node.span, owner.name + " " + std::string(verb) + " " + quoted(path) + which, ref->object);
      return std::nullopt;
    }
    if (!would_write(context, *ref, verb)) return ref;
    report_derived_written(context, *ref, owner, verb);
    return std::nullopt;
  }
  if (const auto whole = whole_field(context, path)) {
    const std::string name = context.model.path(*whole);
    context.slot_used[whole->slot] = true;
    context.findings
        .error("unknown-field", node.span,
               owner.name + " " + std::string(verb) + " " + quoted(path) + ", a part of field " + quoted(name))
        .help("name the whole field: " + name);
    return std::nullopt;
  }
  const std::size_t dot = path.find('.');
  const auto object = context.objects.find(std::string_view(path).substr(0, dot));
  const bool state = object && dot != std::string::npos && path.substr(dot + 1) == "state";
  if (state && !context.object_names[*object].states.empty()) {
    context.findings
        .error("unknown-field", node.span, owner.name + " " + std::string(verb) + " " + quoted(path) + ", which is no field")
        .label("the state of an object changes by `moves`")
        .help("write `moves: {" + path.substr(0, dot) + ": FROM -> TO}`");
    return std::nullopt;
  }
  report_unknown_field(context, node.span, owner.name + " " + std::string(verb) + " unknown field " + quoted(path), path);
  return std::nullopt;
}

std::vector<FieldRef> read_field_refs(Context& context, const Node& list, const Owner& owner, std::string_view verb) {
  std::vector<FieldRef> refs;
  for (const Node* item : read_items(context, list, quoted(verb == "requires" ? "requires" : "asks") + " of " + owner.name)) {
    const auto ref = read_field_ref(context, *item, owner, verb);
    if (!ref) continue;
    const auto first = std::ranges::find(refs, ref->slot, &FieldRef::slot);
    if (first == refs.end()) {
      refs.push_back(*ref);
      continue;
    }
    context.findings
        .error("duplicate-name", ref->span, "field " + quoted(context.model.path(*ref)) + " is listed twice in " + owner.name)
        .related(first->span, "first listed here")
        .help("keep one of the two");
  }
  return refs;
}

}  // namespace itsmflow::lang
