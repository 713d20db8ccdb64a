// Cases with many items and objects that are alike, beside what is proved of them with few.

#include "everything.hpp"
#include "verify/proof.hpp"

#include <itsmflow/language.hpp>

#include <fmt/format.h>

#include <random>

#include "catch.hpp"

namespace itsmflow {
namespace {

class Dice {
 public:
  explicit Dice(std::uint32_t seed) : random_(seed) {}
  std::uint32_t pick(std::uint32_t below) { return std::uniform_int_distribution<std::uint32_t>(0, below - 1)(random_); }
  template <class One>
  One one_of(std::vector<One> all) {
    return all[pick(static_cast<std::uint32_t>(all.size()))];
  }

 private:
  std::mt19937 random_;
};

const std::string kHead = R"(itsmflow: 1
process: wander
version: 1.0.0
case: o
roles: {somebody: Somebody}
objects:
  o: {states: [s0, s1, s2, s3, s4], final: [s4], fields: {list: list of string}}
)";

/// Elements go their own ways, and the case waits for them here and there. Where it is wild, they may not.
std::string model_with_elements(std::uint32_t seed) {
  Dice dice(seed);
  const bool is_wild = seed % 2 == 0;
  const std::string final_states = dice.one_of<std::string>({"e3", "e2, e3", "e1, e3"});
  std::string text = kHead + "  e: {many: true, states: [none, e1, e2, e3], final: [" + final_states + R"(]}
start: {role: somebody}
activities:
)";
  text += fmt::format("  add: {{role: somebody, moves: {{e: none -> e{}}}{}}}\n", 1 + dice.pick(2),
                      dice.pick(3) == 0 ? "" : fmt::format(", needs: {{o: s{}}}", dice.pick(2)));
  if (dice.pick(2) == 0)
    text += fmt::format("  add_more: {{role: somebody, moves: {{e: none -> e1}}, needs: {{o: s{}}}}}\n", 1 + dice.pick(3));
  const std::uint32_t count = 3 + dice.pick(4);
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint32_t from = dice.pick(3);
    text += fmt::format("  e{}: {{role: somebody, moves: {{e: e{} -> e{}}}", i, from + 1, (from + 1 + dice.pick(2)) % 3 + 1);
    if (dice.pick(2) == 0) text += fmt::format(", needs: {{o: s{}}}", dice.pick(4));
    if (is_wild && dice.pick(8) == 0) text += ", when: size(case.e) > 1";
    text += "}\n";
  }
  if (is_wild && dice.pick(4) == 0) text += "  forget: {role: somebody, moves: {e: e2 -> none}}\n";
  const bool has_rule = is_wild && dice.pick(3) == 0;
  for (std::uint32_t i = 0; i < 6; ++i) {
    const std::uint32_t from = i < 4 ? i : dice.pick(4);
    const std::uint32_t to = dice.pick(3) > 0 || from == 0 ? from + 1 : 0;
    const std::string who = is_wild && !has_rule && dice.pick(4) == 0 ? "by: engine" : "role: somebody";
    text += fmt::format("  o{}: {{{}, moves: {{o: s{} -> s{}}}", i, who, from, to);
    if (is_wild && dice.pick(6) == 0) {
      text += dice.one_of<std::string>({", needs: {e: any e2}}\n", ", when: \"case.e.exists(x, x.state == 'e2')\"}\n",
                                        ", when: \"!case.e.all(x, x.state == 'e1')\"}\n", ", when: size(case.e) >= 3}\n"});
      continue;
    }
    text += dice.one_of<std::string>({"", "", ", needs: {e: all e1 | e2}", ", needs: {e: all e3}", ", needs: {e: all e2 | e3}",
                                      ", when: size(case.e) > 0", ", when: \"case.e.all(x, x.state != 'e1')\"",
                                      ", when: \"size(case.e) > 0 && case.e.all(x, x.state == 'e2')\""});
    text += "}\n";
  }
  if (has_rule)
    text += fmt::format("rules:\n  - {}: [o{}, o{}]\n",
                        dice.one_of<std::string>({"chain_precedence", "not_chain_succession", "chain_response"}), dice.pick(3),
                        3 + dice.pick(3));
  return text;
}

/// Items with answers, and results that ask for them; somebody may call them off.
std::string model_with_items(std::uint32_t seed) {
  Dice dice(seed);
  const std::string answers = dice.one_of<std::string>({"", "a", "a, b", "a, b, c"});
  const auto guard = [&] {
    std::vector<std::string> asked{"i.done"};
    for (const char* answer : {"a", "b", "c"})
      if (answers.find(answer) != std::string::npos) {
        asked.push_back(fmt::format("i.answer == '{}'", answer));
        asked.push_back(fmt::format("i.answer != '{}'", answer));
      }
    const std::string denied = dice.pick(3) == 0 ? "!" : "";
    const std::string loop = dice.one_of<std::string>({"all", "exists"});
    return fmt::format("{}items.{}(i, {})", denied, loop, dice.one_of(asked));
  };
  const auto two_guards = [&](const std::string& how) {
    const std::string first = guard();
    return first + how + guard();
  };
  std::string text = kHead + R"(start: {role: somebody, requires: [o.list]}
activities:
  ask:
    role: somebody
    for_each: {it: o.list}
)";
  text += "    done: " + dice.one_of<std::string>({"all", "all", "any", "2", "3"}) + "\n";
  if (!answers.empty()) text += "    answers: [" + answers + "]\n";
  text += "    results:\n      one: {when: \"" + two_guards(" && ") + "\", moves: {o: s0 | s1 -> s2}}\n";
  text += "      two: {when: \"" + two_guards(dice.one_of<std::string>({" && ", " || "})) + "\", moves: {o: s0 | s1 -> s3}}\n";
  text += "      three: {moves: {o: s0 -> s1}}\n";
  text += dice.one_of<std::string>(
      {"  wait: {role: somebody, moves: {o: s0 -> s1}}\n", "  hurry: {role: somebody, moves: {o: s1 -> s0}}\n", ""});
  text += dice.one_of<std::string>(
      {"  close: {role: somebody, moves: {o: s2 | s3 -> s4}}\n", "  close: {role: somebody, moves: {o: s1 | s2 -> s4}}\n",
       "  close: {role: somebody, moves: {o: s3 -> s4}}\n  again: {role: somebody, moves: {o: s2 -> s0}}\n"});
  return text;
}

/// How many models were sound, and how many not.
struct Count {
  std::size_t sound = 0;
  std::size_t hopeless = 0;
  std::size_t undecided = 0;
};

void compare(const std::string& text, const Bounds& bounds, Count& count) {
  const auto net = compile(load_model(text).value_or_throw());
  const Proof proof = prove(net);
  if (!proof.complete) {
    ++count.undecided;
    return;
  }
  INFO(text);
  const Everything all(*net, bounds);
  const bool is_hopeless = std::any_of(proof.troubles.begin(), proof.troubles.end(), [](const Trouble& one) {
    return one.kind == Trouble::Kind::stuck || one.kind == Trouble::Kind::lost;
  });
  const bool runs_in_circles = std::any_of(proof.troubles.begin(), proof.troubles.end(),
                                           [](const Trouble& one) { return one.kind == Trouble::Kind::circle; });
  CHECK(runs_in_circles == all.runs_in_circles);
  if (!runs_in_circles) CHECK(is_hopeless == all.is_hopeless);  // a case that does so from the start has no state at all
  CHECK(proof.happens == all.happens);
  ++(is_hopeless ? count.hopeless : count.sound);
}

}  // namespace

TEST_CASE("what is proved with few objects of a kind is what happens with more of them") {
  Count count;
  for (std::uint32_t seed = 1; seed <= 300; ++seed) compare(model_with_elements(seed), {.elements = 5}, count);
  WARN(count.sound << " sound, " << count.hopeless << " hopeless, " << count.undecided << " undecided");
  CHECK(count.sound > 10);
  CHECK(count.hopeless > 50);
  CHECK(count.undecided > 10);
}

TEST_CASE("what is proved with few items of a list is what happens with more of them") {
  Count count;
  for (std::uint32_t seed = 1; seed <= 150; ++seed) {
    const std::string text = model_with_items(seed);
    const auto model = load_model(text).value_or_throw();
    compare(text, {.lengths = {{model->objects[0].fields[0].slot, 7}}}, count);
  }
  WARN(count.sound << " sound, " << count.hopeless << " hopeless, " << count.undecided << " undecided");
  CHECK(count.sound > 20);
  CHECK(count.hopeless > 20);
  CHECK(count.undecided == 0);
}

}  // namespace itsmflow
