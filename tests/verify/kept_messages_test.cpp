// Cases whose kept messages are followed one by one, beside what is proved of them with messages that come just in time.

#include "everything.hpp"
#include "verify/proof.hpp"

#include <itsmflow/language.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <random>
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
  for (std::uint32_t seed = 1; seed <= 800; ++seed) {
    const std::string text = random_model(seed);
    if (text.find("waits_for") == std::string::npos) continue;
    const auto net = compile(load_model(text).value_or_throw());
    const Proof proof = prove(net);
    const Everything all(*net, {.messages = {"bell", "news"}, .kept = kMostKept});
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
  CHECK(undecided > 0);
}

}  // namespace itsmflow
