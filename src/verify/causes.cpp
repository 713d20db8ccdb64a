#include "base/span.hpp"
#include "base/text_distance.hpp"
#include "model/rows.hpp"
#include "semantics/simulation.hpp"
#include "verify/findings.hpp"
#include "verify/lists.hpp"
#include "verify/naming.hpp"
#include "verify/unfinished.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string_view>

namespace itsmflow {
namespace {

/// What waits in vain as a case stands: what has failed, choices, joins and activities; or else objects.
class Causes {
 public:
  Causes(const Net& net, const Trouble& stuck)
      : net_(net),
        model_(*net.model),
        at_(stuck.at),
        words_(net, at_),
        course_(stuck.way),
        reasons_(net, at_, course_),
        unfinished_(net, at_, reasons_) {}

  std::vector<Cause> find() {
    add_failure();
    add_loose_end();
    for (std::uint32_t p = 0; p < net_.places.size(); ++p)
      if (at_.marking.test(p) && net_.places[p].kind == Net::Place::Kind::decision) add_choice(p);
    for (const Net::Silent& silent : net_.silents)
      if (silent.kind != Net::Silent::Kind::join) add_join(silent.from, silent.row);
    for (std::uint32_t a = 0; a < net_.activities.size(); ++a) add_activity(a);
    if (found_.empty()) found_ = unfinished_.causes();
    if (found_.empty())
      found_.push_back({model_.start.span, "nothing is left to do, and nothing ends the case", "lead a row to `end`"});
    return std::move(found_);
  }

 private:
  // -- choices and joins --

  /// A choice of which no row is taken.
  void add_choice(std::uint32_t place) {
    const std::vector<std::uint32_t>& rows = net_.places[place].rows;
    if (rows.empty()) return;
    std::vector<const Expression*> guards;
    for (const std::uint32_t r : rows) {
      const Row& row = model_.rows[r];
      if (row.decision == Row::Decision::guard) guards.push_back(&row.guard.expression);
      for (const Branch& branch : row.branches)
        if (branch.choice == Branch::Choice::guard) guards.push_back(&branch.guard.expression);
    }
    if (guards.empty()) return;
    const Row& first = model_.rows[rows.front()];
    const RowSource& source = first.sources.front();
    const std::string from = text_of(model_, source);
    const std::string values = words_.values_of(guards);
    const std::string guard = words_.guard_of(guards);
    Cause cause{source.span, fmt::format("nothing follows '{}'{}", from, values.empty() ? "" : " when " + values), {}};
    const std::string last = fmt::format("a last row `- {} -> ACTIVITY otherwise`", from);
    if (!first.branches.empty())
      cause.help = "let one branch be `always`, or, if it is to be begun only where no other is, `otherwise`";
    else if (guard.empty())
      cause.help = "add " + last;
    else
      cause.help = fmt::format("add a row `- {} -> ACTIVITY if {}`, or {}", from, guard, last);
    cause.fault = guard.empty() ? "some values" : guard;
    found_.push_back(std::move(cause));
  }

  /// A call has failed for good, and its activity can't end so.
  void add_failure() {
    const auto failed = course_.failed;
    const auto result = failed ? model_.activities[*failed].find_result("failed") : std::nullopt;
    auto reason = result ? reasons_.why_not(*failed, *result) : std::nullopt;
    if (!reason) return;
    add({model_.activities[*failed].results[*result].span, std::move(reason->words), std::move(reason->help),
         std::move(reason->related)});
  }

  /// A step of the way after which a branch just ended, because no row says what follows.
  void add_loose_end() {
    if (model_.rows.empty()) return;
    for (auto step = course_.endings.rbegin(); step != course_.endings.rend(); ++step) {
      const std::uint32_t a = step->first;
      const std::uint32_t r = step->second;
      const std::vector<Row>& rows = model_.rows;
      const bool in_flow =
          !net_.activities[a].free || std::any_of(rows.begin(), rows.end(), [&](const Row& row) { return comes_from(row, a); });
      const bool is_followed = std::any_of(rows.begin(), rows.end(), [&](const Row& row) { return comes_from(row, a, r); });
      if (!in_flow || is_followed || net_.activities[a].results[r].produce.meets(net_.tokens)) continue;
      const std::string name = name_of(model_, a, r);
      const auto loose = only_loose_start();
      const auto next = loose ? loose : unfinished_.next_activity();
      Cause cause{span_of(model_, a, r), fmt::format("no row follows '{}'", name),
                  fmt::format("add a row `- {} -> {}`", name, next ? model_.activities[*next].id : "ACTIVITY")};
      if (loose) cause.related.push_back({model_.activities[*loose].span, "and no row leads here"});
      add(std::move(cause));
      return;
    }
  }

  /// The row that is missing may be the one that is missing there.
  std::optional<std::uint32_t> only_loose_start() const {
    const std::vector<bool> loose = loose_starts(model_);
    std::optional<std::uint32_t> found;
    for (std::uint32_t a = 0; a < model_.activities.size(); ++a) {
      if (!loose[a]) continue;
      if (found) return std::nullopt;
      found = a;
    }
    return found;
  }

  /// A join of which some ways have come and others haven't.
  void add_join(const Bits& from, std::uint32_t r) {
    std::vector<std::string> come;
    std::vector<std::string> missing;
    for (const std::uint32_t p : from.members()) (at_.marking.test(p) ? come : missing).push_back(giver_of(p));
    if (come.empty() || missing.empty()) return;
    const Row& row = model_.rows[r];
    std::vector<std::string> sources;
    for (const RowSource& source : row.sources) sources.push_back(text_of(model_, source));
    const std::string join = fmt::format("`- {{join: [{}], to: {}}}`", fmt::join(sources, ", "),
                                         row.targets.empty() ? "end" : model_.activities[row.targets.front()].id);
    const std::string fork = fork_of(row);
    add({row.span,
         fmt::format("{} {} come to a join, and {} can't come any more", enumerate(quoted(come)), come.size() == 1 ? "has" : "have",
                     enumerate(quoted(missing))),
         fmt::format("let all of these ways be begun; or, if only some may be, write {}, and this one as {}, which waits for those "
                     "that were begun",
                     fork.empty() ? "the rows that begin them as one, `- {fork: FROM, to: {ONE: always, OTHER: GUARD}}`" : fork,
                     join)});
  }

  /// The fork that begins what a join waits for, as it would be written instead of rows that choose: "`- {fork: build, to: {test: always,
  /// train: release.trains_users}}` instead of the rows after 'build'". Empty: they don't choose just these, or not by one guard each.
  std::string fork_of(const Row& join) const {
    std::optional<std::string> from;
    std::vector<const Row*> rows;
    for (const Row& row : model_.rows) {
      const bool leads = std::any_of(join.sources.begin(), join.sources.end(),
                                     [&](const RowSource& source) { return source.activity && leads_to(row, *source.activity); });
      if (!leads || row.sources.size() != 1 || row.decision == Row::Decision::none) continue;
      const std::string source = text_of(model_, row.sources.front());
      if (from && *from != source) return {};
      from = source;
      rows.push_back(&row);
    }
    std::vector<std::string> branches;
    for (const RowSource& source : join.sources) {
      if (!source.activity) return {};
      std::vector<const Row*> beginning;
      std::copy_if(rows.begin(), rows.end(), std::back_inserter(beginning),
                   [&](const Row* row) { return leads_to(*row, *source.activity); });
      const bool always = beginning.size() == rows.size();
      if (beginning.empty() || (!always && beginning.size() > 1)) return {};
      const bool by_guard = beginning.front()->decision == Row::Decision::guard;
      const std::string when = always ? "always" : by_guard ? in_braces(beginning.front()->guard.expression.text()) : "otherwise";
      branches.push_back(fmt::format("{}: {}", model_.activities[*source.activity].id, when));
    }
    if (rows.size() < 2) return {};
    return fmt::format("`- {{fork: {0}, to: {{{1}}}}}` instead of the rows that begin them", *from, fmt::join(branches, ", "));
  }

  /// As a text within the braces of YAML.
  static std::string in_braces(std::string_view text) {
    if (text.find_first_of(",[]{}#:\"'&*!|>%@`") == std::string_view::npos) return std::string(text);
    std::string quoted = "'";
    for (const char c : text) quoted.append(c == '\'' ? 2 : 1, c);
    return quoted + "'";
  }

  std::string giver_of(std::uint32_t place) const {
    for (std::uint32_t a = 0; a < net_.activities.size(); ++a)
      for (const Net::ResultNode& result : net_.activities[a].results)
        if (result.produce.test(place)) return model_.activities[a].id;
    for (const Net::Silent& silent : net_.silents)
      if (silent.produce.test(place))
        if (const auto& from = model_.rows[silent.row].sources.front().activity) return model_.activities[*from].id;
    return "start";
  }

  /// The join that gives an activity this input: all of its places are of that row.
  std::optional<std::uint32_t> join_to(std::uint32_t activity, const Bits& input) const {
    for (std::uint32_t r = 0; r < model_.rows.size(); ++r) {
      const Row& row = model_.rows[r];
      if (!leads_to(row, activity) || row.sources.size() < 2) continue;
      const std::vector<std::uint32_t> places = input.members();
      if (std::all_of(places.begin(), places.end(), [&](std::uint32_t p) { return has(net_.places[p].rows, r); })) return r;
    }
    return std::nullopt;
  }

  // -- activities that are reached --

  void add_activity(std::uint32_t a) {
    for (const Bits& input : net_.activities[a].inputs) {
      if (at_.marking.contains(input)) return add_waiting(a);
      if (!at_.marking.meets(input)) continue;
      if (const auto row = join_to(a, input)) add_join(input, *row);
    }
  }

  void add_waiting(std::uint32_t a) {
    std::vector<Reason> reasons;
    for (std::uint32_t r = 0; r < model_.activities[a].results.size(); ++r)
      if (!is_emergency_exit(model_.activities[a], r)) add_once(reasons, reasons_.why_not(a, r));
    if (reasons.empty()) reasons = reasons_.kept(a);
    if (reasons.empty()) return;
    Cause cause{model_.activities[a].span, {}, {}};
    constexpr std::size_t kMost = 3;
    cause.what = put_together(cause, reasons, kMost);
    if (cause.help.empty())
      cause.help =
          fmt::format("let '{}' be done as the case then stands, or lead another way on from here", model_.activities[a].id);
    add(std::move(cause));
  }

  void add(Cause cause) {
    const bool known = std::any_of(found_.begin(), found_.end(),
                                   [&](const Cause& one) { return same(one.span, cause.span) && one.what == cause.what; });
    if (!known) found_.push_back(std::move(cause));
  }

  const Net& net_;
  const Model& model_;
  const Standing& at_;
  StandingWords words_;
  Course course_;
  Reasons reasons_;
  UnfinishedObjects unfinished_;
  std::vector<Cause> found_;
};

}  // namespace

std::vector<Cause> causes(const Net& net, const Trouble& stuck) {
  return Causes(net, stuck).find();
}

}  // namespace itsmflow
