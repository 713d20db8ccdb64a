#include "model/rule_automaton.hpp"

#include "base/text_distance.hpp"

#include <fmt/format.h>

namespace itsmflow {

using Kind = Rule::Kind;

std::string_view to_string(Rule::Kind kind) noexcept {
  switch (kind) {
    case Kind::four_eyes:
      return "four_eyes";
    case Kind::same_person:
      return "same_person";
    case Kind::existence:
      return "existence";
    case Kind::absence:
      return "absence";
    case Kind::exactly:
      return "exactly";
    case Kind::init:
      return "init";
    case Kind::last:
      return "last";
    case Kind::choice:
      return "choice";
    case Kind::exclusive_choice:
      return "exclusive_choice";
    case Kind::responded_existence:
      return "responded_existence";
    case Kind::coexistence:
      return "coexistence";
    case Kind::not_coexistence:
      return "not_coexistence";
    case Kind::response:
      return "response";
    case Kind::precedence:
      return "precedence";
    case Kind::succession:
      return "succession";
    case Kind::not_succession:
      return "not_succession";
    case Kind::alternate_response:
      return "alternate_response";
    case Kind::alternate_precedence:
      return "alternate_precedence";
    case Kind::alternate_succession:
      return "alternate_succession";
    case Kind::chain_response:
      return "chain_response";
    case Kind::chain_precedence:
      return "chain_precedence";
    case Kind::chain_succession:
      return "chain_succession";
    case Kind::not_chain_succession:
      return "not_chain_succession";
  }
  return "";
}

std::string_view to_string(RuleStatus status) noexcept {
  switch (status) {
    case RuleStatus::satisfied:
      return "satisfied";
    case RuleStatus::satisfied_for_now:
      return "satisfied_for_now";
    case RuleStatus::pending:
      return "pending";
    case RuleStatus::violated:
      return "violated";
  }
  return "";
}

namespace {

/// What stands at each place: "'approve' or 'decide.approved'".
std::vector<std::string> places(const Model& model, const Rule& rule) {
  std::vector<std::vector<std::string>> names;
  for (const RuleSubject& subject : rule.subjects) {
    if (subject.side >= names.size()) names.resize(subject.side + 1);
    if (subject.activity == RuleSubject::kStart) {
      names[subject.side].emplace_back("the start");
      continue;
    }
    const Activity& activity = model.activities[subject.activity];
    names[subject.side].push_back('\'' + activity.id + (subject.result ? "." + activity.results[*subject.result].id : "") + '\'');
  }
  std::vector<std::string> found;
  for (const std::vector<std::string>& alternatives : names) found.push_back(enumerate(alternatives, "or"));
  return found;
}

std::string so_often(std::uint32_t times) {
  return times == 1 ? "once" : fmt::format("{} times", times);
}

std::string of_one(const Rule& rule, const std::string& a) {
  switch (rule.kind) {
    case Kind::existence:
      return fmt::format("{} is done at least {}", a, so_often(rule.times));
    case Kind::absence:
      return rule.times == 1 ? fmt::format("{} is never done", a)
                             : fmt::format("{} is done at most {}", a, so_often(rule.times - 1));
    case Kind::exactly:
      return fmt::format("{} is done exactly {}", a, so_often(rule.times));
    case Kind::init:
      return fmt::format("{} is done first", a);
    default:
      return fmt::format("{} is done last", a);
  }
}

std::string of_two(Kind kind, const std::string& a, const std::string& b) {
  switch (kind) {
    case Kind::responded_existence:
      return fmt::format("where {} is done, {} is done too, before or after", a, b);
    case Kind::coexistence:
      return fmt::format("{} and {} are both done, or neither is", a, b);
    case Kind::not_coexistence:
      return fmt::format("{} and {} are never both done", a, b);
    case Kind::response:
      return fmt::format("after {} comes {}", a, b);
    case Kind::precedence:
      return fmt::format("before {} comes {}", b, a);
    case Kind::succession:
      return fmt::format("after {} comes {}, and before {} comes {}", a, b, b, a);
    case Kind::not_succession:
      return fmt::format("after {}, {} is never done", a, b);
    case Kind::alternate_response:
      return fmt::format("after {} comes {}, before {} comes again", a, b, a);
    case Kind::alternate_precedence:
      return fmt::format("before each {} comes {} once more", b, a);
    case Kind::alternate_succession:
      return fmt::format("{} and {} are done in turn, beginning with the first and ending with the second", a, b);
    case Kind::chain_response:
      return fmt::format("directly after {} comes {}", a, b);
    case Kind::chain_precedence:
      return fmt::format("directly before {} comes {}", b, a);
    case Kind::chain_succession:
      return fmt::format("directly after {} comes {}, and directly before {} comes {}", a, b, b, a);
    default:
      return fmt::format("{} never comes directly after {}", b, a);
  }
}

}  // namespace

std::string describe(const Model& model, const Rule& rule) {
  const std::vector<std::string> at = places(model, rule);
  switch (rule.kind) {
    case Kind::four_eyes:
      return fmt::format("{} are done by different persons", enumerate(at, "and"));
    case Kind::same_person:
      return fmt::format("{} are done by one person", enumerate(at, "and"));
    case Kind::existence:
    case Kind::absence:
    case Kind::exactly:
    case Kind::init:
    case Kind::last:
      return of_one(rule, at[0]);
    case Kind::choice:
      return fmt::format("at least one of {} is done", enumerate(at, "and"));
    case Kind::exclusive_choice:
      return fmt::format("one of {} is done, and none of the others", enumerate(at, "and"));
    default:
      return of_two(rule.kind, at[0], at[1]);
  }
}

}  // namespace itsmflow
