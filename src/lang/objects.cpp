#include "lang/elements.hpp"
#include "lang/scalars.hpp"
#include "lang/sections.hpp"

#include <utility>

namespace itsmflow::lang {

using source::Node;

namespace {

/// `any` is written out for each move, so states cost as often as they are moved; no person knows more of them apart.
constexpr std::size_t kMaxStates = 2000;

void report_twice(Context& context, const Span& span, const std::string& what, const Span& first) {
  context.findings.error("duplicate-name", span, what).related(first, "first listed here").help("keep one of the two");
}

void read_states(Context& context, const Node& list, ObjectType& object, Names& names, const Owner& owner) {
  const std::vector<const Node*> items = read_items(context, list, "'states' of " + owner.name);
  names.complete = items.size() == list.items.size();
  if (list.items.empty()) report_empty(context, list, "'states' of " + owner.name, "write `states: [ONE, OTHER]`, or take it out");
  for (const Node* item : items) {
    if (object.states.size() == kMaxStates) {
      context.findings
          .error("too-large", origin(*item).span, owner.name + " has more than " + std::to_string(kMaxStates) + " states")
          .help("keep what has so many values in a field");
      names.complete = false;
      return;
    }
    std::string state = read_id(context, *item, kStateId);
    const Span& span = origin(*item).span;
    if (const auto first = names.find(state)) {
      report_twice(context, span, "state " + quoted(state) + " is listed twice in " + owner.name, names.span(*first));
      continue;
    }
    names.add(state, span);
    object.states.push_back(std::move(state));
    object.state_spans.push_back(span);
  }
}

void read_final(Context& context, const Node& list, ObjectType& object, const Names& names, const Owner& owner) {
  std::vector<Span> spans(object.states.size());
  for (const Node* item : read_items(context, list, "'final' of " + owner.name)) {
    const std::string state = read_words(context, *item);
    const Span& span = origin(*item).span;
    const auto index = names.find(state);
    if (!index) {
      if (!names.complete) continue;
      Finding finding = context.findings.error("unknown-state", span, owner.name + " ends in unknown state " + quoted(state));
      finding.label(names.empty() ? quoted(object.id) + " has no states"
                                  : quoted(object.id) + " has the states " + listed(names.words()));
      if (names.key) finding.related(names.key, "declared here");
      finding.suggest(state, names.words());
    } else if (spans[*index]) {
      report_twice(context, span, "state " + quoted(state) + " is listed twice in " + owner.name, spans[*index]);
    } else {
      spans[*index] = span;
      object.final_states.push_back(*index);
    }
  }
}

void read_object(Context& context, const Node& node, ObjectType& object, ObjectNames& names, const Owner& owner) {
  const Mapping keys(context, node, kObject, owner);
  object.wording = read_wording(context, keys);
  names.states.complete = !keys.mentions("states");
  names.fields.complete = !keys.mentions("fields");
  if (const Node* states = keys.get("states")) {
    names.states.key = origin(*keys.key("states")).span;
    read_states(context, *states, object, names.states, owner);
  }
  names.final_given = keys.mentions("final");
  if (const Node* final = keys.get("final")) {
    if (final->items.empty()) names.empty_final = origin(*final).span;
    read_final(context, *final, object, names.states, owner);
  }
  if (const Node* fields = keys.get("fields")) {
    names.fields.key = origin(*keys.key("fields")).span;
    names.fields.complete = true;
    read_fields(context, *fields, object, names);
  }
  object.many = read_flag(context, keys, "many");
  if (object.many) check_many(context, object, names, origin(*keys.key("many")).span);
}

}  // namespace

void read_objects(Context& context, const Mapping& model) {
  const Node* section = model.get("objects");
  if (section == nullptr) {
    context.objects.complete = !model.mentions("objects");
    return;
  }
  context.objects.key = model.key("objects")->span;
  for (const Node::Entry& entry : section->entries) {
    ObjectType object;
    ObjectNames names;
    object.id = read_id(context, *entry.key, kObjectId);
    object.span = origin(*entry.key).span;
    const Owner owner{"object " + quoted(object.id), object.span};
    if (is_construct(context, *entry.value, owner, object.id, kObject)) {
      read_object(context, *entry.value, object, names, owner);
    } else {
      names.states.complete = names.fields.complete = false;
    }
    if (!context.objects.add(object.id, object.span)) continue;
    context.model.objects.push_back(std::move(object));
    context.object_names.push_back(std::move(names));
  }
  context.slot_used.assign(context.model.slot_count, false);
}

}  // namespace itsmflow::lang
