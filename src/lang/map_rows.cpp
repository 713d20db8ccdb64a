// Rows written as mappings: inclusive forks, and the joins that wait for the branches that were begun.

#include "lang/rows.hpp"
#include "lang/scalars.hpp"
#include "lang/sections.hpp"

#include <algorithm>
#include <utility>

namespace itsmflow::lang {

using source::Node;

namespace {

class MapRowReader {
 public:
  MapRowReader(Context& context, const Node& node, LocatedRow& located)
      : context_(context), node_(node), located_(located), keys_(context, node, kMapRow, {"a row", node.span}) {
    located_.mapped = true;
    located_.row.span = node.span;
  }

  bool read() {
    const Node* fork = keys_.key("fork");
    const Node* join = keys_.key("join");
    if (fork != nullptr && join != nullptr) {
      context_.findings.error("bad-row", origin(*join).span, "a row is a fork or a join, and this is both")
          .related(origin(*fork).span, "already said here")
          .help("write each as a row of its own");
      return false;
    }
    if (fork != nullptr) read_fork();
    if (join != nullptr) read_join();
    return good_ && (fork != nullptr || join != nullptr) && keys_.get("to") != nullptr;
  }

 private:
  void fail(const Span& span, std::string message, std::string help) {
    context_.findings.error("bad-row", span, std::move(message)).help(std::move(help));
    good_ = false;
  }

  void read_fork() {
    if (const Node* wait = keys_.key("wait")) fail(origin(*wait).span, "a fork doesn't wait", "write `wait` at the join");
    add_source(*keys_.get("fork"));
    const Node* to = keys_.get("to");
    if (to == nullptr) return;
    const Node& targets = origin(*to);
    if (targets.kind != Node::Kind::mapping) {
      report_shape(context_, targets, "'to' of a fork", "a mapping", "write `to: {ONE: always, OTHER: GUARD}`");
      good_ = false;
      return;
    }
    for (const Node::Entry& entry : targets.entries) read_branch(entry);
    if (good_ && located_.row.branches.size() < 2)
      fail(targets.span, "a fork leads to two activities or more", "write `FROM -> TO` for one alone");
    check_otherwise();
  }

  void read_branch(const Node::Entry& entry) {
    Branch branch;
    branch.span = origin(*entry.key).span;
    if (!add_target(*entry.key, branch.activity)) return;
    const Node& what = origin(*entry.value);
    if (what.text == "always" || what.text == "otherwise") {
      branch.choice = what.text == "always" ? Branch::Choice::always : Branch::Choice::otherwise;
    } else {
      branch.choice = Branch::Choice::guard;
      auto guard = read_guard(context_, *entry.value, 0, "the guard of a row");
      if (guard)
        branch.guard = std::move(*guard);
      else
        good_ = false;
    }
    located_.row.branches.push_back(std::move(branch));
  }

  void check_otherwise() {
    using Choice = Branch::Choice;
    const std::vector<Branch>& branches = located_.row.branches;
    const auto first = std::ranges::find(branches, Choice::otherwise, &Branch::choice);
    if (first == branches.end()) return;
    const auto second = std::find_if(first + 1, branches.end(), [](const Branch& b) { return b.choice == Choice::otherwise; });
    if (second != branches.end()) return fail(second->span, "a fork has 'otherwise' twice", "keep one of the two");
    if (std::ranges::find(branches, Choice::always, &Branch::choice) != branches.end())
      return fail(first->span, "this branch is never taken, because another one always is", "take it out, or write a guard");
    if (std::ranges::find(branches, Choice::guard, &Branch::choice) == branches.end())
      fail(first->span, "'otherwise' stands without a branch with a guard", "write `always`");
  }

  void read_join() {
    const Node& list = origin(*keys_.get("join"));
    for (const Node* item : read_items(context_, list, "'join' of a row")) add_source(*item);
    if (good_ && located_.row.sources.size() < 2)
      fail(list.span, "a join waits for two activities or more", "write `FROM -> TO` for one alone");
    located_.row.waits = true;
    if (const Node* to = keys_.get("to")) {
      std::optional<std::uint32_t> target;
      if (is_text(*to)) {
        add_target(*to, target);
      } else {
        report_shape(context_, *to, "'to' of a join", "a single value", "write `to: ACTIVITY`");
        good_ = false;
      }
    }
    if (const Node* wait = keys_.get("wait")) read_wait(*wait);
  }

  void read_wait(const Node& node) {
    const std::string& text = origin(node).text;
    if (text == "active") return;
    const auto number = whole_number(text);
    if (!number || *number == 0)
      return fail(origin(node).span, "a join can't wait for " + quoted(text),
                  "write `wait: active` for all branches that were begun, or for how many, such as `wait: 1`");
    if (*number >= located_.row.sources.size() && good_)
      return fail(origin(node).span,
                  "a join of " + std::to_string(located_.row.sources.size()) + " branches can't wait for " + text + " of them",
                  "write a smaller number, or `wait: active` for all that were begun");
    located_.row.wait_for = number;
  }

  void add_source(const Node& alias) {
    const Node& node = origin(alias);
    const std::string word = read_words(context_, node);
    located_.source_names.push_back(word);
    auto source = read_row_source(context_, node, 0, word);
    if (!source) {
      good_ = false;
      return;
    }
    if (!source->activity && node_.find("join") != nullptr)
      return fail(node.span, "a join cannot wait for 'start'", "take 'start' out: a case has begun when it runs");
    const auto same = [&](const RowSource& other) { return other.activity == source->activity; };
    if (std::ranges::any_of(located_.row.sources, same))
      return fail(node.span, "a join waits for " + quoted(word.substr(0, word.find('.'))) + " twice", "name each activity once");
    located_.row.sources.push_back(std::move(*source));
  }

  bool add_target(const Node& alias, std::optional<std::uint32_t>& activity) {
    const Node& node = origin(alias);
    const std::string word = read_words(context_, node);
    located_.target_names.push_back(word);
    located_.target_spans.push_back(node.span);
    if (word == "end") {
      located_.row.to_end = true;
      located_.end_span = node.span;
      return true;
    }
    const auto subject = read_subject(context_, node, 0, word, "a row leads to");
    if (!subject) {
      good_ = false;
      return false;
    }
    if (subject->result) {
      fail(node.span, "a row leads to an activity, not to a result", "write " + quoted(word.substr(0, word.find('.'))));
      return false;
    }
    activity = subject->activity;
    located_.row.targets.push_back(subject->activity);
    return true;
  }

  Context& context_;
  const Node& node_;
  LocatedRow& located_;
  Mapping keys_;
  bool good_ = true;
};

}  // namespace

bool read_map_row(Context& context, const Node& node, LocatedRow& located) {
  return MapRowReader(context, node, located).read();
}

}  // namespace itsmflow::lang
