// Activities that several people do: parts, elements of a list, votes.

#include "lang/performers.hpp"
#include "lang/scalars.hpp"
#include "lang/types.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace itsmflow::lang {

using source::Node;

namespace {

constexpr std::array<std::string_view, 3> kKinds{"parts", "for_each", "votes"};
constexpr std::array<std::string_view, 4> kItemWords{"id", "done", "answer", "person"};

class ItemsReader {
 public:
  ItemsReader(Context& context, const Mapping& keys, Activity& activity, const Names& results)
      : context_(context), keys_(keys), activity_(activity), results_(results) {}

  void read() {
    if (!check_kind()) return;
    activity_.items.emplace();
    if (const Node* parts = keys_.get("parts")) read_parts(*parts);
    if (const Node* element = keys_.get("for_each")) read_for_each(*element);
    if (const Node* votes = keys_.get("votes")) read_votes(*votes);
    if (const Node* done = keys_.get("done")) read_done(*done);
    if (const Node* answers = keys_.get("answers")) read_answers(*answers);
  }

 private:
  Items& items() { return *activity_.items; }

  Finding error(const Span& span, std::string message) { return context_.findings.error("bad-items", span, std::move(message)); }

  /// Whether there are items. Exactly one of the three says so; and what belongs to them stands with one.
  bool check_kind() {
    std::vector<const Node*> kinds;
    for (const std::string_view kind : kKinds)
      if (const Node* key = keys_.key(kind)) kinds.push_back(key);
    std::ranges::sort(kinds, {}, [](const Node* key) { return origin(*key).span.begin; });
    if (kinds.size() > 1)
      error(origin(*kinds[1]).span, keys_.owner().name + " consists of items in two ways")
          .related(origin(*kinds[0]).span, "also of these")
          .help("keep one of the two");
    for (const std::string_view key : {"done", "answers"})
      if (const Node* alone = keys_.key(key); alone != nullptr && kinds.empty())
        error(origin(*alone).span, quoted(key) + " of " + keys_.owner().name + " stands without items")
            .help("take it out, or write `parts`, `for_each` or `votes`");
    if (!kinds.empty() && activity_.performer != Performer::people)
      error(origin(*kinds[0]).span, keys_.owner().name + " is done by several people and by something else")
          .help("keep one of the two");
    return !kinds.empty();
  }

  void read_parts(const Node& section) {
    items().kind = Items::Kind::parts;
    Names names;
    if (section.entries.empty())
      report_empty(context_, section, "'parts' of " + keys_.owner().name, "write `parts: {ONE: {role: ROLE}}`");
    for (const Node::Entry& entry : section.entries) {
      Part part;
      part.id = read_id(context_, *entry.key, {"a part"});
      part.span = origin(*entry.key).span;
      if (!names.add(part.id, part.span)) continue;
      read_part(*entry.value, part);
      items().parts.push_back(std::move(part));
    }
  }

  void read_part(const Node& node, Part& part) {
    const Owner owner{"part " + quoted(part.id) + " of " + keys_.owner().name, part.span};
    if (!is_construct(context_, node, owner, part.id, kPart)) return;
    const Mapping keys(context_, node, kPart, owner);
    part.wording = read_wording(context_, keys);
    part.roles = activity_.roles;
    if (const Node* role = keys.get("role")) part.roles = read_role_refs(context_, *role, owner);
    if (part.roles.empty() && !keys.mentions("role"))
      context_.findings.error("no-performer", part.span, owner.name + " has no role").help("write `" + part.id + ": {role: ROLE}`");
    if (const Node* when = keys.get("when")) part.when = read_guard(context_, *when, 0, "the guard of " + owner.name);
    if (const Node* fields = keys.get("requires")) part.required = read_field_refs(context_, *fields, owner, "requires");
    if (const Node* fields = keys.get("asks")) part.asked = read_field_refs(context_, *fields, owner, "asks for");
  }

  void read_for_each(const Node& section) {
    items().kind = Items::Kind::for_each;
    const std::string what = "'for_each' of " + keys_.owner().name;
    if (section.entries.size() != 1) {
      error(section.span, what + " names " + (section.entries.empty() ? "no list" : "several lists"))
          .help("write `for_each: {ELEMENT: OBJECT.FIELD}`");
      return;
    }
    const Node::Entry& entry = section.entries.front();
    items().element = read_id(context_, *entry.key, {"an element"});
    if (std::ranges::find(kItemWords, items().element) != kItemWords.end())
      error(origin(*entry.key).span, quoted(items().element) + " is what every item has")
          .help("choose another word for an element");
    const auto ref = read_field_ref(context_, *entry.value, {what, origin(*entry.value).span}, "goes over");
    if (!ref) {
      items().element.clear();  // nothing is known of it
      return;
    }
    items().list = *ref;
    if (context_.slot_typed[ref->slot] && context_.model.field(*ref).type != FieldType::list)
      context_.findings
          .error("type-mismatch", origin(*entry.value).span,
                 "field " + quoted(context_.model.path(*ref)) + " holds " + lang::with_article(context_.model.field(*ref)) +
                     ", not a list")
          .help("give it a type such as `list of string`");
    if (activity_.roles.empty() && !keys_.mentions("role"))
      context_.findings.error("no-performer", keys_.owner().span, keys_.owner().name + " has no role")
          .help("write `role: ROLE`: who does it for each element");
  }

  std::uint32_t read_result(const Mapping& votes, std::string_view key) {
    const Node* node = votes.get(key);
    if (node == nullptr) return 0;
    const std::string word = read_words(context_, *node);
    if (const auto found = results_.find(word)) return *found;
    if (!results_.complete) return 0;
    Finding finding =
        context_.findings.error("unknown-result", origin(*node).span, keys_.owner().name + " has no result " + quoted(word));
    finding.label(quoted(activity_.id) + (results_.empty() ? " has no results" : " has the results " + listed(results_.words())));
    finding.suggest(word, results_.words());
    return 0;
  }

  void read_votes(const Node& node) {
    items().kind = Items::Kind::votes;
    const Mapping keys(context_, node, kVotes, {"'votes' of " + keys_.owner().name, origin(*keys_.key("votes")).span});
    Votes& votes = items().votes;
    if (const Node* of = keys.get("of")) votes.of = read_role_refs(context_, *of, keys.owner());
    if (const Node* veto = keys.get("veto")) votes.veto = read_role_refs(context_, *veto, keys.owner());
    votes.voters = votes.veto;
    for (const std::uint32_t role : votes.of)
      if (std::find(votes.voters.begin(), votes.voters.end(), role) == votes.voters.end()) votes.voters.push_back(role);
    votes.in_favour = read_result(keys, "for");
    votes.against = read_result(keys, "against");
    if (keys.get("for") != nullptr && keys.get("against") != nullptr && votes.in_favour == votes.against && !results_.empty())
      error(origin(*keys.get("against")).span, "the vote has one result whatever it comes to").help("name two results");
    if (const Node* quorum = keys.get("quorum"))
      votes.quorum = read_count(context_, *quorum, "'quorum' of " + keys.owner().name).value_or(1);
    if (const Node* pass = keys.get("pass")) read_pass(*pass, keys.owner(), votes);
    for (const std::string_view key : {"done", "answers"})
      if (const Node* other = keys_.key(key))
        error(origin(*other).span, quoted(key) + " doesn't go with votes")
            .help(key == "done" ? "write `quorum` in `votes`" : "take it out: people answer with one of the two results");
    if (const Node* role = keys_.key("role"))
      error(origin(*role).span, keys_.owner().name + " says twice who does it: 'role', and 'of' in 'votes'")
          .help("take 'role' out");
  }

  /// A fraction, or a percentage.
  void read_pass(const Node& alias, const Owner& owner, Votes& votes) {
    const Node& node = origin(alias);
    std::string_view text = node.text;
    std::optional<std::uint32_t> of;
    std::optional<std::uint32_t> in;
    if (const std::size_t slash = text.find('/'); slash != std::string_view::npos) {
      of = whole_number(text.substr(0, slash));
      in = whole_number(text.substr(slash + 1));
    } else if (text.ends_with('%')) {
      of = whole_number(text.substr(0, text.size() - 1));
      in = 100;
    }
    if (of && in && *of >= 1 && *of <= *in && *in <= 10'000) {
      votes.pass_of = *of;
      votes.pass_in = *in;
      return;
    }
    context_.findings
        .error("bad-number", node.span, "'pass' of " + owner.name + " is " + quoted(written(node)) + ", which is no share")
        .help("write for example `2/3` or `60%`; without `pass` more than half are needed");
  }

  void read_done(const Node& node) {
    const std::string& text = origin(node).text;
    if (text == "all") return;
    items().done = Items::Done::number;
    items().number = 1;
    if (text == "any") return;
    const auto count = whole_number(text);
    if (!count || *count == 0) {
      context_.findings.error("bad-number", origin(node).span, "'done' of " + keys_.owner().name + " is " + quoted(text))
          .help("write `all`, `any`, or how many");
      return;
    }
    items().number = *count;
    if (items().kind == Items::Kind::parts && *count > items().parts.size())
      context_.findings
          .error("bad-number", origin(node).span,
                 keys_.owner().name + " has only " + std::to_string(items().parts.size()) + " parts")
          .help("write `all`, or a smaller number");
  }

  void read_answers(const Node& list) {
    Names names;
    for (const Node* item : read_items_of(list)) {
      const std::string answer = read_id(context_, *item, {"an answer", false, true});
      if (names.add(answer, origin(*item).span)) {
        items().answers.push_back(answer);
      } else {
        context_.findings
            .error("duplicate-name", origin(*item).span, "answer " + quoted(answer) + " is listed twice in " + keys_.owner().name)
            .related(names.span(*names.find(answer)), "first listed here")
            .help("keep one of the two");
      }
    }
  }

  std::vector<const Node*> read_items_of(const Node& list) {
    return lang::read_items(context_, list, "'answers' of " + keys_.owner().name);
  }

  Context& context_;
  const Mapping& keys_;
  Activity& activity_;
  const Names& results_;
};

ExprType kind_of(ExprType::Kind kind) {
  ExprType type;
  type.kind = kind;
  return type;
}

/// What guards of results see of the items: a list of records.
ExprType type_of_items(const Context& context, const Activity& activity) {
  ExprRecord record;
  record.members.push_back({"id", kind_of(ExprType::Kind::string)});
  record.members.push_back({"done", kind_of(ExprType::Kind::boolean)});
  ExprType answer = kind_of(ExprType::Kind::string);
  answer.choices = activity.items->answers;
  if (!answer.choices.empty()) answer.choices.emplace_back();  // not done yet
  record.members.push_back({"answer", std::move(answer)});
  record.members.push_back({"person", kind_of(ExprType::Kind::string)});
  if (!activity.items->element.empty() && context.slot_typed[activity.items->list.slot]) {
    const Field& list = context.model.field(activity.items->list);
    if (list.element) record.members.push_back({activity.items->element, expr_type_of(*list.element)});
  }
  ExprType element = kind_of(ExprType::Kind::map);
  element.record = std::make_shared<const ExprRecord>(std::move(record));
  ExprType type = kind_of(ExprType::Kind::list);
  type.element = std::make_shared<const ExprType>(std::move(element));
  return type;
}

}  // namespace

void read_items(Context& context, const Mapping& keys, Activity& activity, const Names& results) {
  ItemsReader(context, keys, activity, results).read();
}

KnownHere::KnownHere(Context& context, const Activity& activity, Where where)
    : context_(context), before_(context.scope.variables.size()) {
  if (activity.performer == Performer::message) {
    ExprScope::Variable message;
    message.name = "message";
    message.slot = extra_slot(context.model, ExtraSlot::message);
    context.scope.variables.push_back(std::move(message));
  }
  if (activity.items && where == Where::results) {
    ExprScope::Variable items;
    items.name = "items";
    items.type = type_of_items(context, activity);
    items.slot = extra_slot(context.model, ExtraSlot::items);
    context.scope.variables.push_back(std::move(items));
  }
}

KnownHere::~KnownHere() {
  context_.scope.variables.resize(before_);
}

}  // namespace itsmflow::lang
