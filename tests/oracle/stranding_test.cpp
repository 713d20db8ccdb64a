// What is proved of permitted deviations from the order of work, beside what an engine refuses as they are made.

#include "amount.hpp"
#include "catch.hpp"

#include "model/fields.hpp"
#include "net/net.hpp"
#include "semantics/choices.hpp"
#include "semantics/deviations.hpp"
#include "semantics/obstacles.hpp"
#include "verify/proof.hpp"
#include "walk/random.hpp"

#include <itsmflow/model.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

using namespace itsmflow;
using itsmflow::oracle::Random;

namespace {

constexpr std::size_t kSearchLimit = 4'000;  // as an engine has it
constexpr std::size_t kMostFillings = 60;

/// A small model of steps one after the other, side by side, or by choice, with a few rules and data, that permits to deviate from its order.
class Drawer {
 public:
  explicit Drawer(std::uint64_t seed) : random_(seed) {}

  std::string text() {
    const int blocks = random_.between(2, 3);
    std::vector<std::string> before{"start"};
    for (int i = 0; i < blocks; ++i) before = add_block(before);
    add_activity(", moves: {o: open -> done}", false);
    add_row(before, activities_.back());
    if (random_.chance(20)) rows_ += "  - " + activities_.back() + " -> end\n";
    std::string text =
        "itsmflow: 1\nprocess: p\nversion: 1.0.0\ncase: o\nroles: {r: R}\nobjects:\n  o:\n    states: [open, done]\n" +
        std::string("    final: [done]\n    fields: {f: bool, g: int, h: text}\n") +
        (random_.chance(30) ? "start: {role: r, requires: [o.f]}\n" : "start: {role: r}\n") + "activities:\n" + declared_ +
        "transitions:\n" + rows_;
    if (random_.chance(75)) text += rules();
    return text + policy();
  }

 private:
  std::string add_activity(const std::string& more, bool may_have_results) {
    const std::string id = "a" + std::to_string(activities_.size());
    activities_.push_back(id);
    std::string keys = "role: r" + more;
    if (random_.chance(25)) keys += ", requires: [o." + random_.one_of(fields_) + "]";
    if (random_.chance(15)) keys += ", asks: [o." + random_.one_of(fields_) + "]";
    if (random_.chance(10)) keys += ", when: \"" + guard() + "\"";
    if (random_.chance(10)) keys += ", sets: {o.f: \"true\"}";
    if (may_have_results && random_.chance(20)) keys += ", results: {yes: {}, no: {}}";
    declared_ += "  " + id + ": {" + keys + "}\n";
    return id;
  }

  std::string guard() {
    static const std::vector<std::string> kGuards{"!has(o.g) || o.g < 5", "has(o.f)", "!has(o.f) || o.f", "!has(o.g)",
                                                  "o.g >= 5 || !has(o.g)"};
    return random_.one_of(kGuards);
  }

  void add_row(const std::vector<std::string>& from, const std::string& to) {
    for (const std::string& each : from) rows_ += "  - " + each + " -> " + to + "\n";
  }

  /// What ends it: each of these leads on by itself, or, joined, as one.
  std::vector<std::string> add_block(const std::vector<std::string>& before) {
    const std::string one = add_activity("", true);
    if (random_.chance(45)) {
      add_row(before, one);
      if (random_.chance(20) && before.front() != "start") rows_ += "  - " + one + " -> " + before.front() + "\n";
      return {one};
    }
    const std::string other = add_activity("", true);
    switch (random_.below(3)) {
      case 0:
        add_row(before, one + " & " + other);
        return {one + " & " + other};
      case 1:
        for (const std::string& each : before) {
          rows_ += "  - " + each + " -> " + one + " if o.f\n";
          rows_ += "  - " + each + " -> " + other + (random_.chance(50) ? " otherwise\n" : " if !o.f\n");
        }
        return {one, other};
      default:
        add_row(before, one);
        add_row(before, other);
        return {one, other};
    }
  }

  std::string rules() {
    static const std::vector<std::string> kOfTwo{"precedence", "response",       "alternate_precedence",
                                                 "succession", "not_succession", "chain_precedence"};
    std::string text = "rules:\n";
    for (int i = random_.between(1, 2); i > 0; --i) {
      const std::string& one = random_.one_of(activities_);
      const std::string& other = random_.one_of(activities_);
      if (one != other && random_.chance(60))
        text += "  - " + random_.one_of(kOfTwo) + ": [" + one + ", " + other + "]\n";
      else
        text += "  - {absence: " + one + ", times: " + std::to_string(random_.between(2, 3)) + "}\n";
    }
    return text;
  }

  std::string policy() {
    std::string text = "deviations:\n  motives: {m: {class: cannot}, n: {class: cannot}}\n  allow:\n";
    for (const char* kind : {"skip", "extra", "again", "missing_data"}) {
      std::string of;
      for (std::size_t i = 0; i + (std::string(kind) == "skip" ? 1 : 0) < activities_.size(); ++i)
        if (random_.chance(55)) of += (of.empty() ? "" : ", ") + activities_[i];
      if (of.empty() || random_.chance(std::string(kind) == "missing_data" ? 65 : 15)) continue;
      text +=
          "    - {what: " + std::string(kind) + ", activities: [" + of + "]" + (random_.chance(20) ? ", motives: [n]" : "") + "}\n";
    }
    return text.ends_with("allow:\n") ? "" : text;
  }

  Random random_;
  std::vector<std::string> fields_{"f", "g", "h"};
  std::vector<std::string> activities_;
  std::string declared_;
  std::string rows_;
};

Directory people_of(const Model& model) {
  std::vector<std::string> roles;
  for (const Role& role : model.roles) roles.push_back(role.id);
  return Directory({{"ann", roles}, {"bob", roles}, {"cleo", roles}, {"zoe", roles}});
}

/// A deviation that was refused because it would have stranded the case, or would have been one: what it deviates on.
struct Refused {
  DeviationKind kind = DeviationKind::skip;
  std::set<std::uint32_t> on;
  std::string words;
};

/// A case that goes on at random, without deviating, and what would become of deviations in it.
class Case {
 public:
  Case(const Net& net, Random& random)
      : net_(net),
        model_(*net.model),
        random_(random),
        people_(people_of(model_)),
        surroundings_{people_, Timestamp{}, begins},
        moves_(net, surroundings_, nobody_, 1'000'000),
        state_(empty_state(net, CaseId{1})) {}

  const CaseState& state() const { return state_; }

  bool start() {
    const Fillings fillings =
        ways_to_fill(net_, empty_state(net_, CaseId{1}), model_.start.required, model_.start.asked, {}, kMostFillings);
    NetEvent started = event_of(EventType::started);
    if (!fillings.ways.empty()) started.writes = random_.one_of(fillings.ways);
    return take({{}, {}, {std::move(started)}, Timestamp{}});
  }

  /// False: nothing goes on.
  bool go_on() {
    std::vector<CaseMove> moves = all_moves();
    while (!moves.empty()) {
      const std::size_t at = static_cast<std::size_t>(random_.below(static_cast<int>(moves.size())));
      if (take(moves[at])) return true;
      moves.erase(moves.begin() + static_cast<std::ptrdiff_t>(at));
    }
    return false;
  }

  /// Of deviations of each kind on each activity, as people may ask for them, those that an engine refuses.
  std::vector<Refused> refused() {
    std::vector<Refused> found;
    for (std::uint32_t a = 0; a < model_.activities.size(); ++a)
      for (std::uint32_t r = 0; r < model_.activities[a].results.size(); ++r)
        for (const DeviationKind kind : kAboutOrder)
          if (model_.activities[a].performer == Performer::people && !model_.activities[a].items) ask(a, r, kind, found);
    return found;
  }

 private:
  static bool begins(const CaseState&, const std::string&, const std::vector<PassedField>&) { return true; }

  std::vector<CaseMove> all_moves() {
    std::vector<CaseMove> moves;
    moves_.from(state_, surroundings_.now, [&](CaseMove move) {
      moves.push_back(std::move(move));
      return true;
    });
    return moves;
  }

  bool take(const CaseMove& move) {
    auto next = after(net_, state_, move.events, surroundings_, move.at, Exits::closed);
    if (!next || next->messages.size() > state_.messages.size()) return false;
    state_ = std::move(*next);
    surroundings_.now = move.at;
    return true;
  }

  Writes drawn_for(std::uint32_t a, std::uint32_t r, const Writes& given) {
    const Activity& activity = model_.activities[a];
    std::vector<FieldRef> required = activity.effects.required;
    std::vector<FieldRef> asked = activity.effects.asked;
    const Effects& effects = activity.results[r].effects;
    required.insert(required.end(), effects.required.begin(), effects.required.end());
    asked.insert(asked.end(), effects.asked.begin(), effects.asked.end());
    const Fillings fillings = ways_to_fill(net_, state_, required, asked, "ann", kMostFillings);
    Writes writes = fillings.ways.empty() ? Writes{} : random_.one_of(fillings.ways);
    std::erase_if(writes, [&](const auto& one) {
      return std::any_of(given.begin(), given.end(), [&](const auto& other) { return other.first == one.first; });
    });
    return writes;
  }

  void ask(std::uint32_t a, std::uint32_t r, DeviationKind kind, std::vector<Refused>& found) {
    constexpr int kTries = 3;
    for (int i = 0; i < kTries; ++i) {
      Writes given = drawn_for(a, r, {});
      std::vector<NamedPassing> passing;
      if (kind == DeviationKind::extra)
        std::erase_if(given, [&](const auto& write) { return net_.reads.slots_with_outcomes[write.first]; });
      for (int named = kind == DeviationKind::skip ? random_.below(3) : 0; named > 0; --named) {
        const auto other = static_cast<std::uint32_t>(random_.below(static_cast<int>(model_.activities.size())));
        const auto result = static_cast<std::uint32_t>(random_.below(static_cast<int>(model_.activities[other].results.size())));
        const auto is_it = [&](const NamedPassing& one) { return one.activity == other; };
        if (other == a || std::any_of(passing.begin(), passing.end(), is_it)) continue;
        passing.push_back({other, result});
        const Writes more = drawn_for(other, result, given);
        given.insert(given.end(), more.begin(), more.end());
      }
      const auto motive = static_cast<std::uint32_t>(random_.below(static_cast<int>(model_.deviations.motives.size())));
      ask(a, r, kind, given, passing, motive, found);
    }
  }

  void ask(std::uint32_t a, std::uint32_t r, DeviationKind kind, const Writes& given, const std::vector<NamedPassing>& passing,
           std::uint32_t motive, std::vector<Refused>& found) {
    const std::vector<std::string> held = *people_.roles_of("ann");
    const Attempt attempt{
        .what = Attempt::What::perform, .activity = a, .result = r, .actor = "ann", .held = held, .given = &given};
    const std::vector<Obstacle> obstacles = itsmflow::obstacles(net_, state_, attempt, people_);
    const bool order = std::any_of(obstacles.begin(), obstacles.end(), [](const Obstacle& one) { return is_about_order(one); });
    if (!order) return;
    const Foresight foresight{surroundings_, kSearchLimit};
    const DeviationPlan plan =
        plan_deviation(net_, state_, {.attempt = attempt, .motive = motive, .as = kind, .passing = passing}, obstacles, foresight);
    if (plan.events.empty() || !takes_all(a, r, plan, given) || is_more_than_must_be(attempt, motive, plan)) return;
    const Prospect prospect = look_ahead(net_, state_, plan.events, "ann", foresight);
    if (prospect.obstacles.empty() || prospect.obstacles.front().message().find("there may be one") != std::string::npos) return;
    Refused refused{kind, {}, std::string(to_string(kind)) + " " + model_.activities[a].id + "." + std::to_string(r)};
    for (const Passed& one : plan.passed) {
      refused.on.insert(one.activity);
      refused.words += " over " + name_of(model_, one);
    }
    if (refused.on.empty()) refused.on.insert(a);
    for (const auto& [slot, value] : given) refused.words += " " + path_of_slot(model_, slot) + "=" + to_string(value);
    refused.words += ": " + prospect.obstacles.front().message();
    found.push_back(std::move(refused));
  }

  /// An engine takes no data that nothing on the way takes.
  bool takes_all(std::uint32_t a, std::uint32_t r, const DeviationPlan& plan, const Writes& given) const {
    std::vector<FieldRef> taken = taken_fields(model_.activities[a], r);
    for (const Passed& one : plan.passed)
      for (const FieldRef& ref : taken_fields(model_.activities[one.activity], one.result)) taken.push_back(ref);
    return std::all_of(given.begin(), given.end(), [&](const auto& write) { return has_slot(taken, write.first); });
  }

  /// Somebody named what needn't be passed over: two deviations in one.
  bool is_more_than_must_be(const Attempt& attempt, std::uint32_t motive, const DeviationPlan& plan) const {
    for (std::size_t without = 0; without < plan.passed.size() && plan.passed.size() > 1; ++without) {
      std::vector<NamedPassing> less;
      for (std::size_t i = 0; i < plan.passed.size(); ++i)
        if (i != without) less.push_back({plan.passed[i].activity, plan.passed[i].result});
      const Permissions permissions(model_, state_, attempt.held, motive, surroundings_.now);
      const WayFound way = find_way(net_, state_, attempt, less, permissions, {}, surroundings_, kSearchLimit);
      if (way.way && way.way->passed.size() < plan.passed.size()) return true;
    }
    return false;
  }

  const Net& net_;
  const Model& model_;
  Random& random_;
  Directory people_;
  Surroundings surroundings_;
  std::vector<std::string> nobody_;
  Moves moves_;
  CaseState state_;
};

}  // namespace

TEST_CASE("what an engine refuses of deviations from the order of work because it would strand the case is told by the proof") {
  std::map<DeviationKind, std::size_t> refused;
  std::size_t models = 0;
  std::size_t silent = 0;
  std::size_t undecided = 0;
  std::size_t all_told = 0;
  std::size_t met = 0;  // of those that are told
  const std::uint64_t first = number_of("ITSMFLOW_STRANDING_SEED", 1);
  const std::uint64_t wanted = amount_of("ITSMFLOW_STRANDING_MODELS", 2'000);
  for (std::uint64_t seed = first; seed < first + wanted; ++seed) {
    const std::string text = Drawer(seed).text();
    auto loaded = load_model(text);
    if (!loaded) continue;
    const auto net = compile(loaded.value_or_throw());
    if (net->model->deviations.lines.empty() || net->reads.actor) continue;
    const Limits limits{.markings = 5'000, .states = 2'000};
    const Proof sound = prove(net, limits);
    if (!sound.complete || !sound.troubles.empty()) continue;
    const Proof proof = prove(net, limits, {}, Deviating::from_order);
    if (!proof.complete) {
      ++undecided;
      continue;
    }
    ++models;
    silent += proof.troubles.empty() ? 1 : 0;
    std::set<std::pair<DeviationKind, std::uint32_t>> told;
    for (const Trouble& trouble : proof.troubles)
      for (const WayStep& step : trouble.way)
        if (step.line) told.emplace(net->model->deviations.lines[*step.line].what, deviates_on(step));
    std::set<std::pair<DeviationKind, std::uint32_t>> seen;
    Random random(seed);
    for (int walk = 0; walk < 6; ++walk) {
      Case one(*net, random);
      if (!one.start()) continue;
      for (int steps = 0; steps < 12 && one.state().status == CaseStatus::open; ++steps) {
        for (const Refused& each : one.refused()) {
          ++refused[each.kind];
          const bool is_told = std::any_of(each.on.begin(), each.on.end(), [&](std::uint32_t a) {
            return told.count({each.kind, a}) > 0;
          });
          INFO("seed " << seed << ", step " << steps << ": " << each.words << "\n" << text);
          CHECK(is_told);
          for (const std::uint32_t a : each.on) seen.emplace(each.kind, a);
        }
        if (!one.go_on()) break;
      }
    }
    all_told += told.size();
    met += static_cast<std::size_t>(std::count_if(told.begin(), told.end(), [&](const auto& one) { return seen.count(one) > 0; }));
  }
  WARN(models << " models, " << silent << " in which nothing strands, " << undecided
              << " undecided; refused: " << refused[DeviationKind::skip] << " skips, " << refused[DeviationKind::extra]
              << " times extra work, " << refused[DeviationKind::again] << " times doing again; walks at random met with " << met
              << " of " << all_told << " told");
  CHECK(models > wanted / 10);
  CHECK(silent > wanted / 40);
  CHECK(met * 10 > all_told * 9);  // what is told isn't told for nothing
  if (is_sanitized()) return;      // a fifth of the models needn't refuse enough of each kind
  for (const DeviationKind kind : kAboutOrder) CHECK(refused[kind] > wanted / 40);
}
