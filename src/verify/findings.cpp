#include "verify/findings.hpp"

#include "base/span.hpp"
#include "base/text_distance.hpp"
#include "model/ends.hpp"
#include "model/rows.hpp"
#include "semantics/skips.hpp"
#include "verify/alike.hpp"
#include "verify/way_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <tuple>

namespace itsmflow {
namespace {

constexpr std::size_t kMostOfAKind = 20;
constexpr const char* kNeverOver = "the case goes on, but can never be over";
constexpr const char* kNeverStops = "the engine never stops";
constexpr std::size_t kMostAtAPlace = 3;  ///< which differ in the values only

class Findings {
 public:
  Findings(const Net& net, const Proof& proof) : net_(net), model_(*net.model), proof_(proof), way_words_(model_) {}

  Diagnostics run() {
    for (const Trouble& trouble : proof_.troubles) add(trouble);
    if (proof_.troubles.empty() && proof_.complete) found_ = what_never_happens(net_, proof_);
    if (!proof_.complete) add_undecided("every case of '{}' can be completed", "anything else can go wrong in a case of '{}'");
    return std::move(found_);
  }

 private:
  using Kind = Trouble::Kind;

  void add(const Trouble& trouble) {
    switch (trouble.kind) {
      case Kind::stuck:
        return add_stuck(trouble);
      case Kind::lost:
        return add_lost(trouble);
      case Kind::circle:
        return add_circle(trouble);
      case Kind::twice:
        return add_twice(trouble);
      case Kind::leftover:
        return add_leftover(trouble);
    }
  }

  void add_stuck(const Trouble& trouble) {
    const std::vector<Cause> all = causes(net_, trouble);
    add("deadlock", "a case can get stuck", all, trouble, how_it_ends(trouble.at));
  }

  void add_lost(const Trouble& trouble) {
    const Cause cause =
        why_never_over(net_, trouble)
            .value_or(Cause{way_words_.last_span(trouble.way),
                            fmt::format("after {} the end can't be reached any more", way_words_.last_words(trouble.way)),
                            "lead one of the activities that can still be done on to the end"});
    add("livelock", "a case can go on and on, and never be over", {cause}, trouble, kNeverOver);
  }

  void add_circle(const Trouble& trouble) {
    std::vector<std::string> names;
    for (const std::uint32_t activity : trouble.activities) names.push_back(fmt::format("'{}'", model_.activities[activity].id));
    const Span span = names.empty() ? way_words_.last_span(trouble.way) : model_.activities[trouble.activities.front()].span;
    const std::string what = names.size() < 2 ? fmt::format("{} is done again and again", fmt::join(names, ""))
                                              : fmt::format("{} follow each other", enumerate(names));
    add("endless-engine", "the engine can go on for ever by itself",
        {{span, what, "let one of them lead elsewhere instead of round again: to a person, or to `end`"}}, trouble, kNeverStops);
  }

  /// "no activity is possible, and rfc is 'assessed', not final".
  std::string how_it_ends(const Standing& at) const {
    std::vector<std::string> states;
    for (std::uint32_t o = 0; o < model_.objects.size(); ++o) {
      const ObjectType& object = model_.objects[o];
      if (object.many || object.final_states.empty()) continue;
      for (std::uint32_t s = 0; s < object.states.size(); ++s) {
        const bool is_final = std::find(object.final_states.begin(), object.final_states.end(), s) != object.final_states.end();
        if (at.marking.test(net_.state_place(o, s)) && !is_final && object.states[s] != "none")
          states.push_back(fmt::format("{} is '{}', not final", object.id, object.states[s]));
      }
    }
    return states.empty() ? "no activity is possible, and the case isn't over"
                          : fmt::format("no activity is possible, and {}", enumerate(states));
  }

  void add_twice(const Trouble& trouble) {
    const auto [name, span, activity] = taker_of(trouble.place);
    const std::string message = fmt::format("'{}' can be waiting twice at once", name);
    const std::vector<const Row*> rows = activity ? rows_to(model_, *activity) : std::vector<const Row*>();
    std::vector<std::string> sources;
    for (const Row* row : rows)
      for (const RowSource& source : row->sources) sources.push_back(text_of(model_, source));
    std::string help = fmt::format("join the ways that lead here, or let only one of them be taken");
    const bool forked = std::any_of(rows.begin(), rows.end(), [](const Row* row) { return row->targets.size() > 1; });
    if (rows.size() > 1 && forked)
      help = fmt::format("take '{}' out of the row that begins others along with it, so that it waits for them", name);
    else if (rows.size() > 1 && sources.size() == rows.size())
      help = fmt::format("write one row instead of these, `- {} -> {}`; or let only one of {} be begun", fmt::join(sources, " & "),
                         name, enumerate(quoted(sources)));
    const std::string end = fmt::format("'{}' is reached a second time", name);
    if (const auto loose = loose_start_in(trouble)) {
      Diagnostic* caused = add_caused("multi-merge", message, *loose, trouble, end);
      if (!caused) return;
      caused->related.push_back({span, "reached again while it still waits"});
      caused->help = help_against(*loose, fmt::format("let only one way lead to '{}'", name));
      return;
    }
    Diagnostic* added = add("multi-merge", message, span, "reached again while it still waits", trouble, end, help);
    if (!added) return;
    for (const Row* row : rows) added->related.push_back({row->span, "this row leads here"});
  }

  void add_leftover(const Trouble& trouble) {
    const auto [name, span, activity] = taker_of(trouble.place);
    const WayStep last = trouble.way.empty() ? WayStep{} : trouble.way.back();
    const std::string& ended_by = model_.activities[last.activity].id;
    std::string help = fmt::format("let the end wait for '{}'", name);
    std::vector<const Row*> rows;
    if (last.kind != WayStep::Kind::start && ended_by != name && ending_object(model_)) {
      rows = rows_to(model_, last.activity);
      help = fmt::format(
          "let '{}' wait for it: write `- {} -> {}` instead of {} and let no other row lead to '{}'; or, if it may be "
          "dropped, let '{}' say `cancels: [{}]`",
          ended_by, name, ended_by, fmt::format("what follows '{}' now,", name), ended_by, ended_by, name);
    }
    const std::string message = fmt::format("a case can be over while '{}' is still to be done", name);
    const std::string end = fmt::format("the case is over, and '{}' still waits", name);
    const std::string label = "waits when the case ends, and is dropped";
    if (const auto loose = loose_start_in(trouble)) {
      std::vector<std::string>& left = left_by_[*loose];
      left.push_back(name);
      if (ended_by == model_.activities[*loose].id) help = fmt::format("let it say `cancels: [{}]`", fmt::join(left, ", "));
      if (left.size() == 1) add_caused("leftover-work", message, *loose, trouble, end);
      const auto caused = std::find_if(found_.begin(), found_.end(), [&](const Diagnostic& one) {
        return one.rule == "leftover-work" && same(one.span, model_.activities[*loose].span);
      });
      if (caused == found_.end()) return;
      caused->related.push_back({span, label});
      caused->help = help_against(*loose, help);
      return;
    }
    Diagnostic* added = add("leftover-work", message, span, label, trouble, end, help);
    if (!added) return;
    for (const Row* row : rows) added->related.push_back({row->span, fmt::format("'{}' doesn't wait for it", ended_by)});
  }

  /// Something on the way could be done only because no row leads to it.
  std::optional<std::uint32_t> loose_start_in(const Trouble& trouble) const {
    const std::vector<bool> loose = loose_starts(model_);
    for (const WayStep& step : trouble.way)
      if (step.kind != WayStep::Kind::start && loose[step.activity]) return step.activity;
    return std::nullopt;
  }

  /// What comes of a loose start, said there.
  Diagnostic* add_caused(const std::string& rule, const std::string& message, std::uint32_t loose, const Trouble& trouble,
                         const std::string& end) {
    const Activity& cause = model_.activities[loose];
    Diagnostic* added = add(rule, fmt::format("{}: no row leads to '{}', so that it can be done at any time", message, cause.id),
                            cause.span, {}, trouble, end, {});
    if (!added) return nullptr;
    const auto row = std::find_if(model_.rows.begin(), model_.rows.end(), [&](const Row& one) { return comes_from(one, loose); });
    added->related.push_back({row->span, "a row leads on from it"});
    return added;
  }
  /// `otherwise`: what helps where it is meant to be one.
  std::string help_against(std::uint32_t loose, const std::string& otherwise) const {
    const std::string& name = model_.activities[loose].id;
    const std::string before = only_loose_end(model_, loose);
    return fmt::format("add a row `- {} -> {}`; or, if '{}' is meant to be possible at any time, {}",
                       before.empty() ? "ACTIVITY" : before, name, name, otherwise);
  }

  struct Taker {
    std::string name;
    Span span;
    std::optional<std::uint32_t> activity{};
  };
  /// The activity, or the row, that takes a token.
  Taker taker_of(std::uint32_t place) const {
    for (std::uint32_t a = 0; a < net_.activities.size(); ++a)
      for (const Bits& input : net_.activities[a].inputs)
        if (place < net_.places.size() && input.test(place)) return {model_.activities[a].id, model_.activities[a].span, a};
    for (const Net::Silent& silent : net_.silents)
      if (place < net_.places.size() && silent.from.test(place)) {
        const Row& row = model_.rows[silent.row];
        if (row.targets.empty()) return {"end", row.span};
        return {model_.activities[row.targets.front()].id, row.span, row.targets.front()};
      }
    return {"an activity", model_.start.span};
  }

  /// Said at the first of the causes, and by name of it, so that several of a kind can be told apart.
  void add(const std::string& rule, const std::string& message, const std::vector<Cause>& all, const Trouble& trouble,
           const std::string& what) {
    const Cause& first = all.front();
    if (!first.fault.empty() &&
        !faults_.insert(fmt::format("{} {} {} {}", rule, fmt::ptr(first.span.source.get()), first.span.begin, first.fault)).second)
      return;
    Diagnostic* added = add(rule, fmt::format("{}: {}", message, first.what), first.span, {}, trouble, what, first.help);
    if (!added) return;
    added->related = first.related;
    for (std::size_t i = 1; i < all.size(); ++i) added->related.push_back({all[i].span, all[i].what});
  }

  /// Null: said already, or too much of its kind.
  Diagnostic* add(const std::string& rule, std::string message, const Span& span, std::string label, const Trouble& trouble,
                  const std::string& what, std::string help) {
    if (!said_.insert({rule, span.source.get(), span.begin, message}).second || ++count_[rule] > kMostOfAKind) return nullptr;
    // Of a line of `allow` each activity is told.
    if (rule != "deviation-strands" && ++at_a_place_[{rule, span.source.get(), span.begin}] > kMostAtAPlace) return nullptr;
    Diagnostic& added = found_.emplace_back();
    added.rule = rule;
    added.message = std::move(message);
    added.span = span;
    added.label = std::move(label);
    added.help = std::move(help);
    added.trace = way_words_.trace(trouble.way, what);
    return &added;
  }

  // -- deviations --

 public:
  /// `which`: "that is permitted", of those that were looked at.
  Diagnostics run_deviations(const std::string& which) {
    for (const Trouble& trouble : proof_.troubles) {
      const auto step =
          std::find_if(trouble.way.begin(), trouble.way.end(), [](const WayStep& one) { return one.line.has_value(); });
      const bool strands = trouble.kind == Kind::stuck || trouble.kind == Kind::lost || trouble.kind == Kind::circle;
      if (step == trouble.way.end() || !strands) continue;
      // Which of several lines permits it hangs on the motive.
      for (const Allowance& line : model_.deviations.lines)
        if (line.what == model_.deviations.lines[*step->line].what &&
            std::binary_search(line.activities.begin(), line.activities.end(), deviates_on(*step)))
          add_stranding(trouble, *step, line);
    }
    if (!proof_.complete)
      add_undecided("a case of '{}' can be completed after each " + which, "another " + which + " can strand a case of '{}'");
    return std::move(found_);
  }

 private:
  void add_stranding(const Trouble& trouble, const WayStep& step, const Allowance& line) {
    const std::string& name = model_.activities[deviates_on(step)].id;
    const std::string mend = line.activities.size() == 1 && model_.deviations.lines.size() == 1
                                 ? std::string("take `deviations` out as a whole, since it allows nothing but this")
                             : line.activities.size() == 1 ? std::string("take this line out")
                             : line.activities.empty()
                                 ? fmt::format("name the activities that it is for (`activities:`), without '{}'", name)
                                 : fmt::format("take '{}' out of this line", name);
    const auto [comes_to, end] = what_strands(trouble);
    Diagnostic* added =
        add("deviation-strands", fmt::format("a deviation is permitted after which {}: {}", comes_to, what_is_done(step)),
            line.span, {}, trouble, end,
            mend + ", or lead a way on for such a case; as it is, the deviation is refused whenever it would strand the case");
    if (!added) return;
    added->severity = Severity::warning;
    if (trouble.kind == Kind::stuck)
      for (const Cause& cause : causes(net_, trouble)) added->related.push_back({cause.span, cause.what});
    if (trouble.kind != Kind::lost) return;
    if (const auto cause = why_never_over(net_, trouble)) added->related.push_back({cause->span, cause->what});
  }

  /// "a case can get stuck", and how a trace ends.
  std::pair<std::string, std::string> what_strands(const Trouble& trouble) const {
    switch (trouble.kind) {
      case Kind::stuck:
        return {"a case can get stuck", how_it_ends(trouble.at)};
      case Kind::lost:
        return {"a case can never be over", kNeverOver};
      default:
        return {"the engine can go on for ever by itself", kNeverStops};
    }
  }

  /// "'prepare' done without rfc.accounts", "'decide' passed over to do 'repair'".
  std::string what_is_done(const WayStep& step) const {
    const std::string& name = model_.activities[step.activity].id;
    std::vector<std::string> words = way_words_.deviating_words(step);
    if (step.passed.empty()) return fmt::format("'{}' done {}", name, fmt::join(words, ", "));
    std::vector<std::string> passed;
    for (const Passed& one : step.passed) passed.push_back(name_of(model_, one));
    words.front() = fmt::format("{} passed over to do '{}'", enumerate(quoted(std::move(passed))), name);
    return fmt::format("{}", fmt::join(words, ", "));
  }

  // -- what isn't decided --

  /// Of what it isn't decided whether it holds; `more`: where something is found already.
  void add_undecided(std::string_view what, std::string_view more) {
    const bool found_any = !found_.empty();
    Diagnostic& added = found_.emplace_back();
    added.rule = "undecided";
    added.severity = Severity::warning;
    added.message = "it isn't decided whether " + fmt::format(fmt::runtime(found_any ? more : what), model_.process);
    if (proof_.limit > 0) added.message += fmt::format(": there are more than {} states", proof_.limit);
    added.span = head_of(model_);
    added.label = fmt::format("not looked at: {}", enumerate(proof_.why_not));
    added.help = "that needn't be wrong; `itsmflow explain undecided` says what can be done";
    if (const std::string help = help_with_elements(found_any); !help.empty()) added.help = help;
    if (proof_.limit == 0 || proof_.why_not.size() > 1) return;  // more states alone would not help
    added.help = fmt::format("{} states were looked at, and no more than {} may be: `--max-states {}` allows ten times as many",
                             std::min(proof_.states, proof_.limit), proof_.limit, proof_.limit * 10);
  }

  /// How far it is proved where a case may have ever more objects of a kind, and what keeps it from being proved wholly.
  std::string help_with_elements(bool found_any) const {
    for (std::uint32_t o = 0; o < model_.objects.size(); ++o) {
      if (std::find(proof_.why_not.begin(), proof_.why_not.end(), more_elements(net_, o)) == proof_.why_not.end()) continue;
      const std::string how_far = fmt::format("{} states with up to {} of '{}' were looked at{}", proof_.states, kMostElements,
                                              model_.objects[o].id, found_any ? "" : ", and nothing is wrong in them");
      const std::string tie = tie_of_elements(net_, o);
      const std::string why =
          tie.empty() ? std::string() : fmt::format("; any number would be decided if each went its own way, but {}", tie);
      return how_far + why + "; `itsmflow explain undecided` says what can be done";
    }
    return {};
  }

  const Net& net_;
  const Model& model_;
  const Proof& proof_;
  WayWords way_words_;
  Diagnostics found_;
  std::set<std::tuple<std::string, const void*, std::uint32_t, std::string>> said_;
  std::set<std::string> faults_;
  std::map<std::uint32_t, std::vector<std::string>> left_by_;  ///< by loose start: what waits in vain because of it
  std::map<std::string, std::size_t> count_;
  std::map<std::tuple<std::string, const void*, std::uint32_t>, std::size_t> at_a_place_;
};

}  // namespace

std::string text_of(const Model& model, const RowSource& source) {
  if (!source.activity) return "start";
  const std::string& id = model.activities[*source.activity].id;
  if (!source.span) return id;
  std::string written = source.span.source->text.substr(source.span.begin, source.span.end - source.span.begin);
  return written.starts_with(id + ".") ? written : id;
}

std::vector<std::string> quoted(std::vector<std::string> words) {
  for (std::string& word : words) word = fmt::format("'{}'", word);
  return words;
}

namespace {

std::vector<Span> places_of(const Model& model) {
  std::vector<Span> places{model.start.span};
  const auto add = [&](const auto& parts) {
    for (const auto& part : parts) places.push_back(part.span);
  };
  add(model.activities);
  add(model.objects);
  for (const ObjectType& object : model.objects) add(object.fields);
  add(model.rows);
  add(model.rules);
  add(model.deviations.lines);
  add(model.outcomes.outcomes);
  std::erase_if(places, [](const Span& place) { return !place; });
  return places;
}

}  // namespace

Span head_of(const Model& model) {
  const std::vector<Span> places = places_of(model);
  if (places.empty()) return {};
  // What adapts another model has parts of both files.
  const auto is_its_own = [&](const Span& place) { return model.source && place.source->name == model.source->name; };
  const auto own = std::find_if(places.begin(), places.end(), is_its_own);
  Span span;
  span.source = (own == places.end() ? places.front() : *own).source;
  const std::string& text = span.source->text;
  const std::size_t at = text.find("\nprocess:");
  const std::size_t begin = at == std::string::npos ? 0 : at + 1;
  span.begin = static_cast<std::uint32_t>(begin);
  span.end = static_cast<std::uint32_t>(std::min(text.find('\n', begin), text.size()));
  span.line = 1 + static_cast<std::uint32_t>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(begin), '\n'));
  span.end_line = span.line;
  span.column = 1;
  span.end_column = 1 + span.end - span.begin;
  return span;
}

Diagnostics findings_of_deviations(const std::shared_ptr<const Net>& net, const Limits& limits, const TellStates& tell, bool deep) {
  const std::vector<Allowance>& lines = net->model->deviations.lines;
  const auto permits_any = [&](std::initializer_list<DeviationKind> kinds) {
    return std::any_of(lines.begin(), lines.end(),
                       [&](const Allowance& line) { return std::find(kinds.begin(), kinds.end(), line.what) != kinds.end(); });
  };
  using enum DeviationKind;
  Diagnostics found;
  const auto look = [&](Deviating deviating, const std::string& which) {
    for (Diagnostic& one : Findings(*net, prove(net, limits, tell, deviating)).run_deviations(which))
      found.push_back(std::move(one));
  };
  if (permits_any({missing_data, override_guard, override_rule})) look(Deviating::overriding, "deviation that is permitted");
  // Extra work moves nothing: only rules about the course mind it.
  if (!deep) return found;
  if (permits_any({skip, again}) || (permits_any({extra}) && !net->rules.empty()))
    look(Deviating::from_order, "permitted deviation from the order of work");
  return found;
}

Diagnostics findings_of(const Net& net, const Proof& proof) {
  return Findings(net, proof).run();
}

}  // namespace itsmflow
