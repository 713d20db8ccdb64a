// Cases whose kept messages are followed one by one, beside what is proved of them with messages that come just in time.

#include "net/net.hpp"
#include "semantics/moves.hpp"
#include "semantics/simulation.hpp"
#include "semantics/state_key.hpp"
#include "verify/proof.hpp"

#include <itsmflow/language.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "catch.hpp"

namespace itsmflow {
namespace {

constexpr std::size_t kMostKept = 4;

/// People, the engine and messages move two objects about; the case is over when one of them comes to its last state.
std::string random_model(std::uint32_t seed) {
  std::mt19937 random(seed);
  const auto pick = [&](std::uint32_t below) { return std::uniform_int_distribution<std::uint32_t>(0, below - 1)(random); };
  std::string text = R"(itsmflow: 1
process: wander
version: 1.0.0
case: o
roles: {somebody: Somebody}
objects: {o: {states: [s0, s1, s2, s3, s4], final: [s4]}, t: {states: [u0, u1, u2]}}
start: {role: somebody}
activities:
)";
  const std::uint32_t count = 5 + pick(5);
  for (std::uint32_t i = 0; i < count; ++i) {
    const bool of_case = pick(3) > 0;
    const std::uint32_t from = pick(of_case ? 4 : 3);
    const std::uint32_t to = (from + 1 + pick(of_case ? 4 : 2)) % (of_case ? 5 : 3);
    const std::uint32_t who = pick(8);
    const std::string by = who < 3   ? "role: somebody"
                           : who < 5 ? "by: engine"
                                     : fmt::format("waits_for: {{message: {}}}", pick(2) == 0 ? "bell" : "news");
    text += fmt::format("  a{}: {{{}, moves: {{{}: {}{} -> {}{}}}", i, by, of_case ? "o" : "t", of_case ? "s" : "u", from,
                        of_case ? "s" : "u", to);
    if (pick(5) < 2) text += of_case ? fmt::format(", needs: {{t: u{}}}", pick(3)) : fmt::format(", needs: {{o: s{}}}", pick(4));
    text += "}\n";
  }
  return text;
}

bool begins_anything(const CaseState&, const std::string&, const std::vector<PassedField>&) {
  return true;
}

/// What comes of a model if any message may come at any time, and as many are kept as fit.
class Everything {
 public:
  explicit Everything(const Net& net)
      : net_(net),
        people_({{"anna", {"somebody"}}}),
        surroundings_{people_, Timestamp{}, begins_anything},
        moves_(net, surroundings_, nobody_, 1'000'000) {
    for (const Activity& activity : net.model->activities) happens.emplace_back(activity.results.size());
    step(empty_state(net, CaseId{1}), {event_of(EventType::started)}, 0, false);
    for (std::uint32_t i = 0; i < states_.size(); ++i) expand(i);
    std::vector<bool> leads;
    for (const CaseState& state : states_) leads.push_back(state.status == CaseStatus::over);
    for (bool more = true; more;) {
      more = false;
      for (const auto& [from, to] : edges_)
        if (leads[to] && !leads[from]) leads[from] = more = true;
    }
    is_hopeless = std::find(leads.begin(), leads.end(), false) != leads.end();
  }

  std::vector<std::vector<bool>> happens;
  bool is_hopeless = false;
  bool runs_in_circles = false;

 private:
  void expand(std::uint32_t from) {
    const CaseState state = states_[from];
    if (state.status != CaseStatus::open) return;
    moves_.from(state, Timestamp{}, [&](const CaseMove& move) {
      if (move.kind != CaseMove::Kind::message) step(state, move.events, from, true);
      return true;
    });
    for (const char* name : {"bell", "news"}) {
      NetEvent received = event_of(EventType::received);
      received.message = {name, Value(Value::Entries{})};
      step(state, {received}, from, true);
    }
  }

  void step(const CaseState& state, const std::vector<NetEvent>& events, std::uint32_t from, bool is_edge) {
    std::vector<NetEvent> happened;
    auto next = after(net_, state, events, surroundings_, Timestamp{}, Exits::closed, &happened);
    runs_in_circles = runs_in_circles || !next;
    if (!next || next->messages.size() > kMostKept) return;
    happened.insert(happened.end(), events.begin(), events.end());
    for (const NetEvent& event : happened)
      if (event.type == EventType::done) happens[event.activity][event.result] = true;
    const auto [at, fresh] = known_.try_emplace(state_key(net_, *next, Timestamp{}), static_cast<std::uint32_t>(states_.size()));
    if (is_edge) edges_.insert({from, at->second});
    if (fresh) states_.push_back(std::move(*next));
  }

  const Net& net_;
  Directory people_;
  Surroundings surroundings_;
  std::vector<std::string> nobody_;
  Moves moves_;
  std::vector<CaseState> states_;
  std::set<std::pair<std::uint32_t, std::uint32_t>> edges_;
  std::map<std::string, std::uint32_t> known_;
};

bool has(const Proof& proof, Trouble::Kind kind) {
  return std::any_of(proof.troubles.begin(), proof.troubles.end(), [&](const Trouble& one) { return one.kind == kind; });
}

std::size_t messages_on(const Proof& proof) {
  std::size_t count = 0;
  for (const Trouble& trouble : proof.troubles)
    for (const WayStep& step : trouble.way) count += step.kind == WayStep::Kind::message ? 1 : 0;
  return count;
}

}  // namespace

TEST_CASE("what is proved with messages that come just in time is what happens if they come at any time") {
  std::size_t sound = 0;
  std::size_t hopeless = 0;
  std::size_t circles = 0;
  std::size_t undecided = 0;
  std::size_t messages = 0;
  for (std::uint32_t seed = 1; seed <= 1500; ++seed) {
    const std::string text = random_model(seed);
    if (text.find("waits_for") == std::string::npos) continue;
    const auto net = compile(load_model(text).value_or_throw());
    const Proof proof = prove(net);
    const Everything all(*net);
    INFO(text);
    const bool is_hopeless = has(proof, Trouble::Kind::stuck) || has(proof, Trouble::Kind::lost);
    CHECK(has(proof, Trouble::Kind::circle) == all.runs_in_circles);
    CHECK(proof.happens == all.happens);
    if (!proof.complete) {
      CHECK((!is_hopeless || all.is_hopeless));  // what is told is certain
      ++undecided;
      continue;
    }
    if (!all.runs_in_circles) CHECK(is_hopeless == all.is_hopeless);  // a case that does so from the start has no state at all
    messages += messages_on(proof);
    ++(all.runs_in_circles ? circles : all.is_hopeless ? hopeless : sound);
  }
  WARN(sound << " sound, " << hopeless << " hopeless, " << circles << " that run in circles, " << undecided << " undecided; "
             << messages << " messages on ways to trouble");
  CHECK(sound > 20);
  CHECK(hopeless > 20);
  CHECK(undecided > 5);
}

}  // namespace itsmflow
