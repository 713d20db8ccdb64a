// Makes a disagreement small: whatever can be left out is left out, as long as the engine and the twin still disagree.

#include "walk.hpp"

#include <algorithm>
#include <functional>

namespace itsmflow::oracle {

namespace {

using Change = std::function<void(Found&)>;
using ModelIn = std::function<Model&(Model&)>;  ///< the process itself, or the other one

/// The walk without what the model no longer has.
void tidy(Found& found) {
  std::vector<const Model*> models{&found.model};
  for (const Model& other : found.model.other) models.push_back(&other);
  const auto can_be_said = [&](const Doing& doing, const Model& model) {
    const Activity* activity = model.activity(activity_of(doing.activity));
    if (activity && !item_of(doing.activity).empty() && !activity->items && !model.about(*activity)) return false;
    const bool ends = doing.what == Doing::What::perform || doing.what == Doing::What::end || doing.what == Doing::What::explain;
    return activity && (!ends || activity->items || doing.result == "nonsense" || activity->result(doing.result));
  };
  std::erase_if(found.doings, [&](const Doing& doing) {
    return !doing.activity.empty() &&
           std::none_of(models.begin(), models.end(), [&](const Model* model) { return can_be_said(doing, *model); });
  });
}

void remove_activity(Model& model, const std::string& id) {
  std::erase_if(model.activities, [&](const Activity& each) { return each.id == id; });
  for (Row& row : model.rows) {
    std::erase(row.to, id);
    std::erase_if(row.from, [&](const Source& each) { return each.activity == id; });
    std::erase_if(row.branches, [&](const Branch& each) { return each.target == id; });
  }
  std::erase_if(model.rows, [](const Row& row) { return row.from.empty() || (row.to.empty() && row.branches.empty()); });
  std::erase_if(model.rules, [&](const Rule& rule) {
    std::vector<Source> named = rule.subjects;
    for (const auto& place : rule.places) named.insert(named.end(), place.begin(), place.end());
    return std::any_of(named.begin(), named.end(), [&](const Source& each) { return each.activity == id; });
  });
  for (Line& line : model.deviations.allow) std::erase(line.activities, id);
  std::erase(model.deviations.never, id);
  for (Activity& activity : model.activities) {
    std::erase(activity.effects.cancels, id);
    for (Result& result : activity.results) std::erase(result.effects.cancels, id);
  }
}

/// One change for each element of a list that is found anew in each copy of the model.
template <class List>
void leave_out(std::vector<Change>& changes, const Found& found, const std::function<List&(Model&)>& list) {
  Model copy = found.model;
  for (std::size_t i = list(copy).size(); i-- > 0;)
    changes.push_back([=](Found& candidate) {
      auto& items = list(candidate.model);
      items.erase(items.begin() + static_cast<std::ptrdiff_t>(i));
    });
}

void simpler(std::vector<Change>& changes, const Expr& expr, const std::function<Expr*(Model&)>& place) {
  for (std::size_t i = 0; i < expr.args.size(); ++i) {
    if (expr.op != Expr::Op::conjunction && expr.op != Expr::Op::disjunction && expr.op != Expr::Op::negation) break;
    changes.push_back([=](Found& candidate) {
      const Expr inner = place(candidate.model)->args[i];
      *place(candidate.model) = inner;
    });
  }
}

void of_effects(std::vector<Change>& changes, const Found& found, const std::function<Effects&(Model&)>& effects) {
  leave_out<std::vector<Move>>(changes, found, [=](Model& m) -> auto& { return effects(m).moves; });
  leave_out<std::vector<Need>>(changes, found, [=](Model& m) -> auto& { return effects(m).needs; });
  leave_out<std::vector<std::string>>(changes, found, [=](Model& m) -> auto& { return effects(m).required; });
  leave_out<std::vector<std::string>>(changes, found, [=](Model& m) -> auto& { return effects(m).asked; });
  leave_out<std::vector<std::string>>(changes, found, [=](Model& m) -> auto& { return effects(m).cancels; });
  leave_out<std::vector<Set>>(changes, found, [=](Model& m) -> auto& { return effects(m).sets; });
  leave_out<std::vector<Start>>(changes, found, [=](Model& m) -> auto& { return effects(m).starts; });
  Model copy = found.model;
  if (!effects(copy).when) return;
  changes.push_back([=](Found& candidate) { effects(candidate.model).when.reset(); });
  simpler(changes, *effects(copy).when, [=](Model& m) { return &*effects(m).when; });
}

/// Whoever does an activity may as well be the engine, or a person.
void of_performer(std::vector<Change>& changes, const Found& found, const ModelIn& model, std::size_t a) {
  Model copy = found.model;
  const Activity& activity = model(copy).activities[a];
  const auto done_by = [&](Performer performer) {
    changes.push_back([=](Found& candidate) {
      model(candidate.model).activities[a].performer = performer;
      model(candidate.model).activities[a].roles = model(candidate.model).roles;
    });
  };
  if (activity.performer == Performer::people) return;
  done_by(Performer::people);
  if (activity.waits_for.about)
    changes.push_back([=](Found& candidate) { model(candidate.model).activities[a].waits_for.about.reset(); });
  if (activity.performer == Performer::service && activity.retry.times > 0)
    changes.push_back([=](Found& candidate) { --model(candidate.model).activities[a].retry.times; });
  if (activity.runs.stops) changes.push_back([=](Found& candidate) { model(candidate.model).activities[a].runs.stops = false; });
  leave_out<std::vector<Set>>(changes, found, [=](Model& m) -> auto& { return model(m).activities[a].runs.with; });
  leave_out<std::vector<std::pair<std::string, std::string>>>(
      changes, found, [=](Model& m) -> auto& { return model(m).activities[a].runs.returns; });
}

/// … of where it may deviate, and of what it can come to.
void of_policy(std::vector<Change>& changes, const Found& found, const ModelIn& model) {
  Model copy = found.model;
  const Model& here = model(copy);
  if (!here.outcomes.of.empty()) changes.push_back([=](Found& candidate) { model(candidate.model).outcomes = {}; });
  leave_out<std::vector<End>>(changes, found, [=](Model& m) -> auto& { return model(m).outcomes.of; });
  leave_out<std::vector<Line>>(changes, found, [=](Model& m) -> auto& { return model(m).deviations.allow; });
  leave_out<std::vector<std::string>>(changes, found, [=](Model& m) -> auto& { return model(m).deviations.never; });
  for (std::size_t i = 0; i < here.deviations.allow.size(); ++i) {
    const auto line = [=](Model& m) -> Line& { return model(m).deviations.allow[i]; };
    if (here.deviations.allow[i].confirm) changes.push_back([=](Found& candidate) { line(candidate.model).confirm.reset(); });
    if (here.deviations.allow[i].at_most > 0) changes.push_back([=](Found& candidate) { line(candidate.model).at_most = 0; });
    leave_out<std::vector<std::string>>(changes, found, [=](Model& m) -> auto& { return line(m).motives; });
  }
}

/// What can be left out of one of the processes.
void of_model(std::vector<Change>& changes, const Found& found, const ModelIn& model) {
  Model whole = found.model;
  const Model& here = model(whole);
  for (const Activity& activity : here.activities)
    changes.push_back([=, id = activity.id](Found& candidate) { remove_activity(model(candidate.model), id); });
  leave_out<std::vector<Row>>(changes, found, [=](Model& m) -> auto& { return model(m).rows; });
  leave_out<std::vector<Rule>>(changes, found, [=](Model& m) -> auto& { return model(m).rules; });
  leave_out<std::vector<Object>>(changes, found, [=](Model& m) -> auto& { return model(m).objects; });
  leave_out<std::vector<std::string>>(changes, found, [=](Model& m) -> auto& { return model(m).start_required; });
  leave_out<std::vector<std::string>>(changes, found, [=](Model& m) -> auto& { return model(m).start_asked; });
  leave_out<std::vector<std::string>>(changes, found, [=](Model& m) -> auto& { return model(m).start_roles; });
  of_policy(changes, found, model);
  for (std::size_t o = 0; o < here.objects.size(); ++o) {
    leave_out<std::vector<Field>>(changes, found, [=](Model& m) -> auto& { return model(m).objects[o].fields; });
    leave_out<std::vector<std::string>>(changes, found, [=](Model& m) -> auto& { return model(m).objects[o].states; });
    leave_out<std::vector<std::string>>(changes, found, [=](Model& m) -> auto& { return model(m).objects[o].finals; });
  }
  for (std::size_t a = 0; a < here.activities.size(); ++a) {
    of_performer(changes, found, model, a);
    of_effects(changes, found, [=](Model& m) -> Effects& { return model(m).activities[a].effects; });
    if (here.activities[a].results.size() > 1)
      leave_out<std::vector<Result>>(changes, found, [=](Model& m) -> auto& { return model(m).activities[a].results; });
    for (std::size_t r = 0; r < here.activities[a].results.size(); ++r)
      of_effects(changes, found, [=](Model& m) -> Effects& { return model(m).activities[a].results[r].effects; });
  }
  for (std::size_t r = 0; r < here.rows.size(); ++r)
    if (here.rows[r].decision == Decision::guard)
      simpler(changes, here.rows[r].guard, [=](Model& m) { return &model(m).rows[r].guard; });
}

std::vector<Change> changes_of(const Found& found) {
  std::vector<Change> changes;
  for (std::size_t i = found.doings.size(); i-- > 0;)
    changes.push_back([=](Found& candidate) { candidate.doings.erase(candidate.doings.begin() + static_cast<std::ptrdiff_t>(i)); });
  if (!found.model.other.empty()) {
    changes.emplace_back([](Found& candidate) { candidate.model.other.clear(); });
    of_model(changes, found, [](Model& m) -> Model& { return m.other.front(); });
  }
  of_model(changes, found, [](Model& m) -> Model& { return m; });
  for (std::size_t d = 0; d < found.doings.size(); ++d)
    if (!item_of(found.doings[d].activity).empty())
      changes.push_back([=](Found& candidate) { candidate.doings[d].activity = activity_of(candidate.doings[d].activity); });
  for (std::size_t d = 0; d < found.doings.size(); ++d) {
    if (!found.doings[d].motive) continue;
    for (std::size_t i = 0; i < found.doings[d].motive->skipping.size(); ++i)
      changes.push_back([=](Found& candidate) {
        auto& skipping = candidate.doings[d].motive->skipping;
        skipping.erase(skipping.begin() + static_cast<std::ptrdiff_t>(i));
      });
  }
  for (std::size_t d = 0; d < found.doings.size(); ++d)
    for (const auto& [path, value] : found.doings[d].data)
      changes.push_back([=, path = path](Found& candidate) { candidate.doings[d].data.erase(path); });
  return changes;
}

/// Names that are used are declared, in the twin's model as in the loader's.
bool still_disagrees(Found& candidate, Blunder blunder) {
  tidy(candidate);
  try {
    candidate.disagreement = replay(candidate.model, candidate.doings, blunder);
  } catch (const std::exception&) {
    return false;  // a name that is no more
  }
  return !candidate.disagreement.empty();
}

}  // namespace

Found shrink(const Found& found, Blunder blunder) {
  Found smallest = found;
  for (bool smaller = true; smaller;) {
    smaller = false;
    for (const Change& change : changes_of(smallest)) {
      Found candidate = smallest;
      change(candidate);
      if (!still_disagrees(candidate, blunder)) continue;
      smallest = candidate;
      smaller = true;
      break;
    }
  }
  return smallest;
}

}  // namespace itsmflow::oracle
