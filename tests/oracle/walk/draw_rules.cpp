// Rules about people and about the course of a case.

#include "generator.hpp"

#include <algorithm>

namespace itsmflow::oracle {

const std::vector<std::string>& course_templates() {
  static const std::vector<std::string> kTemplates{"existence",
                                                   "absence",
                                                   "exactly",
                                                   "init",
                                                   "last",
                                                   "choice",
                                                   "exclusive_choice",
                                                   "responded_existence",
                                                   "coexistence",
                                                   "not_coexistence",
                                                   "response",
                                                   "precedence",
                                                   "succession",
                                                   "not_succession",
                                                   "alternate_response",
                                                   "alternate_precedence",
                                                   "alternate_succession",
                                                   "chain_response",
                                                   "chain_precedence",
                                                   "chain_succession",
                                                   "not_chain_succession"};
  return kTemplates;
}

namespace {

/// A rule about the course; twice is the most that one counts.
Rule course(Random& random, const std::vector<Source>& subjects) {
  const std::vector<std::string>& templates = course_templates();
  Rule rule{.course = random.one_of(templates)};
  const auto at = std::find(templates.begin(), templates.end(), rule.course) - templates.begin();
  std::vector<Source> left = subjects;
  const std::size_t places = at < 5 ? 1 : at < 7 && random.chance(30) ? 3 : 2;
  while (rule.places.size() < places && !left.empty()) {
    const auto take = [&] {
      const auto which = static_cast<std::ptrdiff_t>(random.below(static_cast<int>(left.size())));
      const Source source = left[static_cast<std::size_t>(which)];
      left.erase(left.begin() + which);
      return source;
    };
    rule.places.push_back({take()});
    if (at >= 7 && !left.empty() && random.chance(20)) rule.places.back().push_back(take());
  }
  if (rule.places.size() < 2 && at >= 5) rule = {.course = "existence", .places = {{subjects[0]}}};
  if (at < 3 && rule.places.size() == 1 && random.chance(40)) rule.times = 2;
  return rule;
}

/// One about people that names only activities about one element, and, now and then, the start.
void draw_rule_of_elements(Random& random, Model& model) {
  std::vector<Source> subjects;
  for (const Activity& activity : model.activities)
    if (model.about(activity)) subjects.push_back({activity.id, random.chance(70) ? "" : random.one_of(activity.results).id});
  if (subjects.size() < 2 || !random.chance(50)) return;
  Rule rule{.same_person = random.chance(50), .subjects = random.some_of(subjects, 2)};
  if (random.chance(15)) rule.subjects.push_back({"start", ""});
  model.rules.push_back(rule);
}

}  // namespace

void draw_rules(Random& random, Model& model, const Features& features) {
  std::vector<Source> subjects;
  for (const Activity& activity : model.activities)
    if (!activity.by_engine()) subjects.push_back({activity.id, random.chance(70) ? "" : random.one_of(activity.results).id});
  if (subjects.size() < 2) return;
  if (features.courses && random.chance(25))
    for (int i = random.between(1, 3); i > 0; --i) model.rules.push_back(course(random, subjects));
  std::erase_if(subjects, [&](const Source& each) { return model.activity(each.activity)->performer != Performer::people; });
  if (subjects.size() < 2) return;
  draw_rule_of_elements(random, model);
  if (random.chance(30)) subjects.push_back({"start", ""});  // which only rules about people name
  for (int i = random.chance(50) ? random.between(1, 2) : 0; i > 0; --i) {
    Rule rule{.same_person = random.chance(50), .subjects = random.some_of(subjects, 2)};
    if (rule.subjects.size() > 3) rule.subjects.resize(3);
    model.rules.push_back(rule);
  }
}

}  // namespace itsmflow::oracle
