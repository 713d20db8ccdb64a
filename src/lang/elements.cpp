#include "lang/elements.hpp"

#include "lang/scalars.hpp"
#include "lang/types.hpp"

#include <algorithm>
#include <memory>
#include <utility>

namespace itsmflow::lang {

using source::Node;

namespace {

using Type = ExprType::Kind;

/// The keys of `moves` and `needs` that mean one element of an object.
void collect_named(const Context& context, const Node& owner, std::vector<const Node*>& named) {
  for (const std::string_view key : {"moves", "needs"}) {
    const Node* mapping = owner.find(key);
    if (mapping == nullptr || mapping->kind != Node::Kind::mapping) continue;
    for (const Node::Entry& entry : mapping->entries) {
      const Node& name = origin(*entry.key);
      const auto object = context.objects.find(name.text);
      const Node& states = origin(*entry.value);
      if (!object || !context.model.objects[*object].many) continue;
      if (key == "needs" && states.kind == Node::Kind::scalar && split_asked(states.text).of != Need::Of::one) continue;
      named.push_back(&name);
    }
  }
}

}  // namespace

AskedStates split_asked(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t word = std::min(text.find_first_not_of(kBlanks), text.size());
  const std::size_t blank = std::min(text.find_first_of(kBlanks, word), text.size());
  const std::size_t rest = std::min(text.find_first_not_of(kBlanks, blank), text.size());
  const bool alone = rest == text.size() || text[rest] == '|';
  const std::string_view first = text.substr(word, blank - word);
  if (first == "all" && (rest == text.size() || !alone)) return {Need::Of::all, rest};
  if (first == "any" && !alone) return {Need::Of::any, rest};
  return {};
}

void check_many(Context& context, const ObjectType& object, const ObjectNames& names, const Span& many) {
  const auto report = [&](const Span& span, const std::string& message) {
    return context.findings.error("bad-many", span, message);
  };
  const std::string owner = "object " + quoted(object.id);
  if (object.states.empty()) {
    if (names.states.complete)
      report(many, owner + " has `many` and no states")
          .help("write `states: [none, ONE, OTHER]`: elements come by a move from 'none'");
  } else if (object.states.front() != "none" && names.states.complete) {
    report(object.state_spans.front(), "the first state of " + owner + ", which has `many`, must be 'none'")
        .related(many, "so that there are several")
        .help("write `states: [none, …]`: elements come by a move from 'none'");
  }
  if (object.id == "id" || object.id == "started")
    report(object.span, owner + " can't have `many`: guards read 'case." + object.id + "' as something else")
        .help("give it another name");
  if (const auto id = names.fields.find("id"))
    report(names.fields.span(*id), owner + " has `many`, so 'id' is the number of an element and can't be a field")
        .help("give the field another name, such as 'code'");
}

ExprScope::Member elements_member(const Context& context, std::uint32_t object) {
  const ObjectType& type = context.model.objects[object];
  auto record = std::make_shared<ExprRecord>();
  record->members.push_back({"id", plain_type(Type::int_)});
  record->members.push_back({"state", state_type(type)});
  for (const Field& field : type.fields)
    record->members.push_back({field.id, context.slot_typed[field.slot] ? expr_type_of(field) : ExprType{}});
  ExprType element = plain_type(Type::map);
  element.record = std::move(record);
  ExprType list = plain_type(Type::list);
  list.element = std::make_shared<const ExprType>(std::move(element));
  return {type.id, std::move(list), elements_slot(context.model, object)};
}

std::optional<std::uint32_t> find_about(Context& context, const Node& activity, const Owner& owner) {
  std::vector<const Node*> named;
  collect_named(context, activity, named);
  if (const Node* results = activity.find("results"); results != nullptr && results->kind == Node::Kind::mapping)
    for (const Node::Entry& entry : results->entries)
      if (entry.value->kind == Node::Kind::mapping) collect_named(context, *entry.value, named);
  if (named.empty()) return std::nullopt;
  const auto first = context.objects.find(named.front()->text);
  for (const Node* other : named) {
    if (context.objects.find(other->text) == first) continue;
    context.findings
        .error("bad-many", other->span,
               owner.name + " is about one " + quoted(named.front()->text) + " and one " + quoted(other->text))
        .related(named.front()->span, "also about one of these")
        .help("a step is about one element; divide the activity in two");
    break;
  }
  return first;
}

namespace {

void refuse(Context& context, const Mapping& keys, std::string_view key, const std::string& what, const std::string& help) {
  if (const Node* node = keys.key(key))
    context.findings
        .error("not-supported", origin(*node).span,
               quoted(key) + " of " + keys.owner().name + ", which is about one " + what + ", is not supported yet")
        .help(help);
}

}  // namespace

void check_about(Context& context, const Mapping& keys, const Activity& activity) {
  if (!activity.about) return;
  const std::string what = quoted(context.model.objects[*activity.about].id);
  for (const std::string_view key : {"service", "waits_for", "runs", "by"}) refuse(context, keys, key, what, "give it to a role");
  for (const std::string_view key : {"parts", "for_each", "votes"})
    refuse(context, keys, key, what, "let one person do it for each " + what);
  refuse(context, keys, "starts", what, "start the case from an activity that is not about one " + what);
  for (const Result& result : activity.results) {
    const std::string owner = "result " + quoted(activity.id + "." + result.id) + " of an activity about one " + what;
    if (result.after)
      context.findings.error("not-supported", result.span, "'after' of " + owner + " is not supported yet")
          .help("take it out, or give the time to an activity that is not about one " + what);
    if (!result.starts.empty())
      context.findings.error("not-supported", result.starts.front().span, "'starts' of " + owner + " is not supported yet")
          .help("start the case from an activity that is not about one " + what);
  }
}

void check_rows_about(Context& context, const Row& row) {
  const auto report = [&](std::uint32_t index, const Span& span) {
    const Activity& activity = context.model.activities[index];
    if (!activity.about) return;
    const std::string what = quoted(context.model.objects[*activity.about].id);
    context.findings
        .error("bad-row", span, "activity " + quoted(activity.id) + " stands in a row, and is about one of several " + what)
        .related(activity.span, "declared here")
        .help("take the row out: the state of each " + what + " says when it can be done; `needs: {" +
              context.model.objects[*activity.about].id + ": all STATE}` lets another activity wait for all of them");
  };
  for (const RowSource& source : row.sources)
    if (source.activity) report(*source.activity, source.span);
  for (const std::uint32_t target : row.targets) report(target, row.span);
}

AboutElement::AboutElement(Context& context, std::optional<std::uint32_t> object)
    : context_(context), before_(std::exchange(context.about, object)), variables_(context.scope.variables.size()) {
  if (!object) return;
  const ObjectType& type = context.model.objects[*object];
  ExprScope::Variable element;
  element.name = type.id;
  for (const Field& field : type.fields)
    element.members.push_back({field.id, context.slot_typed[field.slot] ? expr_type_of(field) : ExprType{}, field.slot});
  if (!type.states.empty()) element.members.push_back({"state", state_type(type), state_slot(context.model, *object)});
  element.members.push_back({"id", plain_type(Type::int_), extra_slot(context.model, ExtraSlot::element)});
  context.scope.variables.push_back(std::move(element));
}

AboutElement::~AboutElement() {
  context_.about = before_;
  context_.scope.variables.resize(variables_);
}

std::optional<std::uint32_t> object_with_many(const Context& context, std::uint32_t object) {
  return context.model.objects[object].many ? std::optional(object) : std::nullopt;
}

void report_which(Context& context, const Span& span, const std::string& message, std::uint32_t object) {
  const std::string& id = context.model.objects[object].id;
  context.findings.error("bad-many", span, message)
      .related(context.model.objects[object].span, "a case has several")
      .help("only an activity that moves or needs one " + quoted(id) + " names its fields; guards read all of them as 'case." + id +
            "', such as `case." + id + ".exists(x, x.state == 'STATE')`");
}

}  // namespace itsmflow::lang
