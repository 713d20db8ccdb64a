#include "lang/performers.hpp"

#include "lang/scalars.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace itsmflow::lang {

using source::Node;

namespace {

constexpr std::array<std::string_view, 5> kPerformers{"role", "service", "waits_for", "runs", "by"};
constexpr std::string_view kGivesUp = "failed";          ///< the result of a service that failed too often
constexpr std::string_view kCancelledRun = "cancelled";  ///< the result of a process whose case was cancelled

void check_performers(Context& context, const Node& node, const Mapping& keys) {
  std::vector<const Node*> performers;
  for (const Node::Entry& entry : node.entries) {
    const Node& key = origin(*entry.key);
    if (std::ranges::find(kPerformers, key.text) != kPerformers.end()) performers.push_back(&key);
  }
  const bool meant = std::ranges::any_of(kPerformers, [&](std::string_view key) { return keys.mentions(key); });
  const bool other = keys.mentions("parts") || keys.mentions("votes") || keys.mentions("for_each");
  if (!meant && !other) {
    context.findings.error("no-performer", keys.owner().span, keys.owner().name + " has no performer")
        .help("write `role: ROLE`, or `by: engine` if nobody needs to do it");
  } else if (performers.size() > 1) {
    constexpr std::array<std::string_view, 4> kCounts{"two", "three", "four", "five"};
    const std::string count(kCounts[performers.size() - 2]);
    context.findings.error("several-performers", performers[1]->span, keys.owner().name + " has " + count + " performers")
        .related(performers[0]->span, "also done by this")
        .help(performers.size() == 2 ? "keep one of the two" : "keep one of them");
  }
}

void read_by(Context& context, const Mapping& keys, const Node& by, Activity& activity) {
  activity.performer = Performer::engine;
  const std::string who = read_words(context, by);
  if (who == "engine") return;
  Finding finding = context.findings.error("no-performer", origin(by).span, keys.owner().name + " is done by " + quoted(who));
  if (context.roles.find(who)) {
    finding.help("write `role: " + who + "`");
  } else if (!finding.suggest(who, {"engine"})) {
    finding.help("write `by: engine`, or `role: ROLE` if somebody does it");
  }
}

/// What a mapping below a key of an activity belongs to.
Owner owner_below(const Mapping& keys, std::string_view key) {
  return {quoted(key) + " of " + keys.owner().name, origin(*keys.key(key)).span};
}

void read_retry(Context& context, const Node& node, const Owner& owner, Service& service) {
  const Mapping keys(context, node, kRetry, owner);
  if (const Node* times = keys.get("times")) {
    if (const auto number = read_count(context, *times, "'times' of " + keys.owner().name)) service.retries = *number;
  }
  if (const Node* wait = keys.get("wait")) {
    if (const auto length = read_length(context, *wait, "'wait' of " + keys.owner().name)) service.wait = *length;
  }
}

void read_service(Context& context, const Mapping& keys, const Node& name, Activity& activity) {
  activity.performer = Performer::service;
  activity.service.name = read_words(context, name);
  if (activity.service.name.empty())
    context.findings.error("no-performer", origin(name).span, "the service of " + keys.owner().name + " has no name")
        .help("write `service: NAME`, under which the program registers a handler");
  if (const Node* retry = keys.get("retry")) read_retry(context, *retry, owner_below(keys, "retry"), activity.service);
}

void read_message(Context& context, const Mapping& keys, const Node& node, Activity& activity) {
  activity.performer = Performer::message;
  const Mapping wait(context, node, kMessageWait, owner_below(keys, "waits_for"));
  if (const Node* name = wait.get("message")) activity.message.name = read_words(context, *name);
  const KnownHere known(context, activity, KnownHere::Where::activity);
  if (const Node* about = wait.get("about"))
    activity.message.about = read_guard(context, *about, 0, "the guard of 'waits_for' of " + keys.owner().name);
}

void read_on_cancel(Context& context, const Node& node, SubProcess& process) {
  const std::string word = read_words(context, node);
  if (word == "stop") process.on_cancel = SubProcess::OnCancel::stop;
  if (word == "stop" || word == "leave") return;
  Finding finding = context.findings.error("bad-run", origin(node).span, "a case can't be told to " + quoted(word));
  if (!finding.suggest(word, {"leave", "stop"})) finding.help("write `on_cancel: stop`, or `leave`, which it is without the key");
}

void read_run(Context& context, const Mapping& keys, const Node& node, Activity& activity) {
  activity.performer = Performer::process;
  SubProcess& process = activity.process;
  process.span = origin(node).span;
  const Mapping run(context, node, kRun, owner_below(keys, "runs"));
  if (const Node* name = run.get("process")) {
    process.process = read_words(context, *name);
    process.span = origin(*name).span;
  }
  process.with = read_passed(context, run);
  if (const Node* returns = run.get("returns")) {
    for (const Node::Entry& entry : origin(*returns).entries) {
      const auto target = read_field_ref(context, *entry.key, run.owner(), "returns");
      if (target) process.returns.push_back({*target, read_words(context, *entry.value), origin(*entry.value).span});
    }
  }
  if (const Node* on_cancel = run.get("on_cancel")) read_on_cancel(context, *on_cancel, process);
}

void cannot_give(Context& context, const Mapping& keys, const Activity& activity, std::string_view done_by) {
  const auto report = [&](const std::vector<FieldRef>& fields) {
    for (const FieldRef& field : fields) {
      context.findings
          .error("no-performer", field.span,
                 keys.owner().name + " is done by " + std::string(done_by) + ", which cannot give " +
                     quoted(context.model.path(field)))
          .help("compute it with `sets`, or name a role that gives it");
    }
  };
  report(activity.effects.required);
  report(activity.effects.asked);
  for (const Result& result : activity.results) {
    report(result.effects.required);
    report(result.effects.asked);
  }
}

/// Whoever does an item gives what the activity and the item ask for; the result comes afterwards, by itself.
void check_results_of_items(Context& context, const Mapping& keys, const Activity& activity) {
  const std::string itself = "write it at " + quoted(activity.id) + " itself";
  std::string help = itself + " instead: then whoever does an item gives it along";
  if (activity.items->kind == Items::Kind::votes) help = itself + " instead: then whoever votes gives it along";
  if (activity.items->kind == Items::Kind::parts)
    help = itself + ", or at one of its parts, instead: then whoever does a part gives it along";
  const auto report = [&](const std::vector<FieldRef>& fields) {
    for (const FieldRef& field : fields) {
      context.findings
          .error("bad-items", field.span,
                 "the result of " + keys.owner().name + " follows from its items, so nobody can give " +
                     quoted(context.model.path(field)) + " with it")
          .help(help);
    }
  };
  for (const Result& result : activity.results) {
    report(result.effects.required);
    report(result.effects.asked);
  }
}

/// Nobody chooses between results without a guard.
void check_choice(Context& context, const Mapping& keys, const Activity& activity) {
  const Node* section = keys.get("results");
  const auto has_when = [&](const Result& result) {  // which may be faulty
    const Node* node = section == nullptr ? nullptr : section->find(result.id);
    return result.effects.when || (node != nullptr && node->find("when") != nullptr);
  };
  std::vector<const Result*> chosen;  // those with `after` come by their timers
  for (const Result& result : activity.results)
    if (!result.after) chosen.push_back(&result);
  for (std::size_t i = 0; i + 1 < chosen.size(); ++i) {
    if (has_when(*chosen[i])) continue;
    const std::string name = "result " + quoted(activity.id + "." + chosen[i]->id);
    context.findings.error("missing-key", chosen[i]->span, name + " has no 'when'")
        .help("add `when: \"GUARD\"`: the engine takes the first result whose guard holds; only the last can do without");
  }
}

void require_result(Context& context, const Mapping& keys, const Activity& activity, std::string_view result,
                    const std::string& why) {
  if (activity.find_result(result)) return;
  context.findings.error("missing-result", keys.owner().span, keys.owner().name + " has no result " + quoted(result) + ", " + why)
      .help("add `" + std::string(result) + ": {}` to its `results`");
}

}  // namespace

void read_performer(Context& context, const Node& node, const Mapping& keys, Activity& activity) {
  check_performers(context, node, keys);
  if (const Node* role = keys.get("role")) activity.roles = read_role_refs(context, *role, keys.owner());
  if (const Node* by = keys.get("by")) read_by(context, keys, *by, activity);
  if (const Node* service = keys.get("service")) read_service(context, keys, *service, activity);
  if (const Node* message = keys.get("waits_for"))
    read_message(context, keys, *message, activity);
  else if (keys.mentions("waits_for") && activity.performer == Performer::people && activity.roles.empty())
    activity.performer = Performer::message;  // said in a wrong way, which was found: what reads the message is right all the same
  if (const Node* run = keys.get("runs")) read_run(context, keys, *run, activity);
  if (const Node* retry = keys.key("retry"); retry != nullptr && activity.performer != Performer::service)
    context.findings.error("no-performer", origin(*retry).span, "'retry' of " + keys.owner().name + " stands without a service")
        .help("take it out, or write `service: NAME`");
}

void check_performer(Context& context, const Mapping& keys, const Activity& activity) {
  if (activity.items) {
    check_results_of_items(context, keys, activity);
    if (activity.items->kind != Items::Kind::votes) check_choice(context, keys, activity);
    return;
  }
  switch (activity.performer) {
    case Performer::people:
      return;
    case Performer::engine:
      cannot_give(context, keys, activity, "the engine");
      return check_choice(context, keys, activity);
    case Performer::message:
      cannot_give(context, keys, activity, "a message");
      return check_choice(context, keys, activity);
    case Performer::service:
      return require_result(context, keys, activity, kGivesUp, "with which a service ends that gives up");
    case Performer::process:
      require_result(context, keys, activity, kCancelledRun, "with which it ends if the other case is cancelled");
      return cannot_give(context, keys, activity, "another process");
  }
}

}  // namespace itsmflow::lang
