// What follows when an activity ends, besides rows: activities that are cancelled, cases of other processes that begin.

#include "lang/performers.hpp"
#include "lang/scalars.hpp"

#include <algorithm>
#include <utility>

namespace itsmflow::lang {

using source::Node;

namespace {

void read_cancels(Context& context, const Node& node, const Owner& owner, Cancels& cancels) {
  for (const Node* item : one_or_list(context, node, "'cancels' of " + owner.name)) {
    const std::string word = read_words(context, *item);
    if (word == "all") {
      cancels.all = true;
      continue;
    }
    const auto subject = read_subject(context, origin(*item), 0, word, owner.name + " cancels");
    if (!subject) continue;
    if (subject->result) {
      context.findings.error("bad-cancel", subject->span, "an activity is cancelled, not a result of it")
          .help("write " + quoted(word.substr(0, word.find('.'))));
      continue;
    }
    cancels.activities.push_back(subject->activity);
  }
  std::ranges::sort(cancels.activities);
  const auto repeated = std::ranges::unique(cancels.activities);
  cancels.activities.erase(repeated.begin(), repeated.end());
}

void read_into(Context& context, const Node& node, const Mapping& keys, StartedProcess& started) {
  const auto ref = read_field_ref(context, node, keys.owner(), "writes into");
  if (!ref) return;
  const Field& field = context.model.field(*ref);
  if (field.type == FieldType::reference && (field.process == started.process || started.process.empty())) {
    started.into = *ref;
    return;
  }
  context.findings
      .error("type-mismatch", origin(node).span,
             "field " + quoted(context.model.path(*ref)) + " can't keep the number of a case of " + quoted(started.process))
      .help("give it the type `ref " + started.process + "`");
}

void read_started(Context& context, const Node& alias, const Owner& owner, std::vector<StartedProcess>& starts) {
  const Node& node = origin(alias);
  StartedProcess started;
  started.span = node.span;
  if (is_text(node)) {
    started.process = read_words(context, node);
    starts.push_back(std::move(started));
    return;
  }
  if (node.kind != Node::Kind::mapping)
    return report_shape(context, node, "'starts' of " + owner.name, "the id of a process or a mapping",
                        "write `starts: [PROCESS]`");
  const Mapping keys(context, node, kStartedProcess, {"'starts' of " + owner.name, node.span});
  if (const Node* process = keys.get("process")) {
    started.process = read_words(context, *process);
    started.span = origin(*process).span;
  }
  started.with = read_passed(context, keys);
  if (const Node* into = keys.get("into")) read_into(context, *into, keys, started);
  starts.push_back(std::move(started));
}

}  // namespace

std::vector<PassedField> read_passed(Context& context, const Mapping& keys) {
  std::vector<PassedField> passed;
  const Node* with = keys.get("with");
  if (with == nullptr) return passed;
  for (const Node::Entry& entry : origin(*with).entries) {
    const Node& key = origin(*entry.key);
    auto value = read_free_expression(context, *entry.value, "'with' of " + keys.owner().name);
    if (value) passed.push_back({read_words(context, key), std::move(*value), key.span});
  }
  return passed;
}

void read_followers(Context& context, const Mapping& keys, Cancels& cancels, std::vector<StartedProcess>& starts) {
  if (const Node* node = keys.get("cancels")) read_cancels(context, *node, keys.owner(), cancels);
  const Node* node = keys.get("starts");
  if (node == nullptr) return;
  if (origin(*node).kind == Node::Kind::sequence) {
    for (const Node* item : origin(*node).items) read_started(context, *item, keys.owner(), starts);
  } else {
    read_started(context, *node, keys.owner(), starts);
  }
}

}  // namespace itsmflow::lang
