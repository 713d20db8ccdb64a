#include "engine/views.hpp"

#include "model/rule_automaton.hpp"
#include "semantics/items.hpp"

#include <algorithm>
#include <string>

namespace itsmflow {
namespace {

bool speaks_of(const Rule& rule, const Performed& part) {
  return std::any_of(rule.subjects.begin(), rule.subjects.end(), [&](const RuleSubject& subject) {
    return subject.activity == part.activity && (!subject.result || part.result == kNone || part.result == *subject.result);
  });
}

/// Each person once for each activity, whatever he did of it.
void add_part(std::vector<PartView>& parts, PartView added) {
  const auto known = std::find_if(parts.begin(), parts.end(), [&](const PartView& part) {
    return part.activity == added.activity && part.item == added.item && part.person == added.person;
  });
  if (known == parts.end()) return parts.push_back(std::move(added));
  known->ended = known->ended || added.ended;
  known->at = std::max(known->at, added.at);
}

}  // namespace

std::vector<PeopleRuleView> people_rule_views(const OpenCase& at) {
  const Model& model = *at.net->model;
  std::vector<PeopleRuleView> views;
  for (const Rule& rule : model.rules) {
    if (rule.is_about_course()) continue;
    PeopleRuleView& view = views.emplace_back();
    view.rule = to_string(rule.kind);
    view.title = rule.wording.title;
    view.says = describe(model, rule);
    for (const Performed& part : at.state.performed) {
      if (!speaks_of(rule, part)) continue;
      const bool start = part.activity == RuleSubject::kStart;
      add_part(view.parts, {start ? "start" : model.activities[part.activity].id,
                            part.element == 0 ? std::string() : std::to_string(part.element), part.person, part.result != kNone,
                            part.at});
    }
  }
  return views;
}

VoteView vote_view(const OpenCase& at, std::uint32_t activity) {
  const Activity& declared = at.net->model->activities[activity];
  const Votes& votes = declared.items->votes;
  VoteView view;
  view.activity = declared.id;
  view.quorum = votes.quorum;
  view.in_favour = declared.results[votes.in_favour].id;
  view.against = declared.results[votes.against].id;
  for (const Item& vote : items_of(*at.net, at.state, activity)) {
    ++view.cast;
    ++(vote.answer == view.against ? view.votes_against : view.votes_for);
  }
  return view;
}

}  // namespace itsmflow
