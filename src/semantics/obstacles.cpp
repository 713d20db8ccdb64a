#include "semantics/obstacles.hpp"

#include "base/text_distance.hpp"
#include "semantics/activation.hpp"
#include "semantics/elements.hpp"
#include "semantics/guards.hpp"
#include "semantics/items.hpp"
#include "semantics/paths.hpp"
#include "semantics/people.hpp"
#include "semantics/rules.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace itsmflow {
namespace {

using Kind = Obstacle::Kind;
using What = Attempt::What;

std::string quoted(const std::string& word) {
  return '\'' + word + '\'';
}

/// Looks at a case; of an activity about one element, at the view of it.
class Finder {
 public:
  Finder(const Net& net, const CaseState& state, const Attempt& attempt, const Directory& directory)
      : net_(net),
        model_(*net.model),
        state_(state),
        attempt_(attempt),
        directory_(directory),
        activity_(model_.activities[attempt.activity]),
        name_(name_of(activity_, attempt.item)),
        item_(find_work(state, attempt.activity, attempt.item)),
        begun_(item_ != nullptr && item_->begun),
        under_way_(find_under_way(state, attempt.activity) != nullptr) {}

  std::vector<Obstacle> all() {
    if (state_.status != CaseStatus::open) return {case_is_closed(state_)};
    if (activity_.about && attempt_.item != kNewElement &&
        !is_known(state_, attempt_.activity, *activity_.about, state_.focus.number)) {
      add(Kind::not_reached, fmt::format("there is no {} {} in this case", model_.objects[*activity_.about].id, attempt_.item));
      return std::move(found_);
    }
    look_at_holder();
    look_at_tokens();
    look_at_states();
    look_at_end_of_case();
    look_at_guards();
    look_at_data();
    if (!attempt_.unattended) {
      look_at_role();
      look_at_people();
    }
    look_at_rules();
    std::stable_sort(found_.begin(), found_.end(),
                     [](const Obstacle& left, const Obstacle& right) { return left.kind() < right.kind(); });
    return std::move(found_);
  }

 private:
  void add(Kind kind, std::string message, std::vector<std::string> remedies = {}) {
    found_.emplace_back(kind, std::move(message), std::move(remedies));
  }

  /// One that a deviation may override, if deviations of this kind make sense here at all.
  void add_overridable(DeviationKind as, Obstacle obstacle) {
    if (why_never(model_, attempt_.activity, as).empty()) obstacle.make_overridable();
    found_.push_back(std::move(obstacle));
  }
  /// … about the order of work, which all three kinds of deviation about it have in common that can be done to a single piece of work.
  void add_about_order(Kind kind, std::string message, std::vector<std::string> remedies) {
    add_overridable(DeviationKind::extra, {kind, std::move(message), std::move(remedies)});
  }

  std::string name_of(const Activity& activity, std::string_view item) const {
    if (item.empty() || item == kNewElement) return quoted(activity.id);
    if (activity.about) return fmt::format("'{}' of {} {}", activity.id, model_.objects[*activity.about].id, item);
    return fmt::format("'{}' of '{}'", item, activity.id);
  }

  /// "rfc", "task 3", "a new task".
  std::string name_of_object(std::uint32_t object, std::uint32_t element = 0) const {
    const std::string& id = model_.objects[object].id;
    if (activity_.about == object && element == 0) {
      if (attempt_.item == kNewElement) return "a new " + id;
      element = state_.focus.number;
    }
    return element == 0 ? id : fmt::format("{} {}", id, element);
  }

  bool ends() const { return attempt_.what != What::begin && attempt_.what != What::claim; }

  void look_at_holder() {
    if (activity_.items) look_at_item();
    if (!item_) return;
    const bool mine = item_->holder == attempt_.actor;
    const bool claims = attempt_.what == What::claim;
    if (!item_->giver.empty()) {
      if (claims && (mine || item_->giver == attempt_.actor)) return;
      if (mine) {
        const std::string confirm = item_->confirm.empty() ? "" : fmt::format(" and confirm: \"{}\"", item_->confirm);
        return add(Kind::taken, fmt::format("{} handed {} over to you; claim it first{}", item_->giver, name_, confirm),
                   {item_->holder});
      }
      return add(Kind::taken, fmt::format("{} handed {} over to {}", item_->giver, name_, item_->holder), {item_->holder});
    }
    if (!mine) {
      const char* how = item_->suspended ? "has begun and suspended" : item_->begun ? "has begun" : "has claimed";
      return add(Kind::taken, fmt::format("{} {} {}", item_->holder, how, name_), {item_->holder});
    }
    if (claims)
      return add(Kind::taken, fmt::format("you have {} {} already", begun_ ? "begun" : "claimed", name_), {item_->holder});
    if (attempt_.what == What::begin && begun_)
      return add(Kind::taken, fmt::format("you have begun {} already", name_), {item_->holder});
    if (item_->suspended && attempt_.what != What::offer)
      add(Kind::taken, fmt::format("{} is suspended; resume it first", name_), {item_->holder});
  }

  /// What was done of it stands, but for votes, until they decide.
  void look_at_item() {
    const std::vector<Item> items = items_of(net_, state_, attempt_.activity);
    const Item* item = find_item(items, attempt_.item);
    const bool votes = activity_.items->kind == Items::Kind::votes;
    if (!item && !votes)
      add(Kind::not_reached, fmt::format("there is no {} in this case", name_));
    else if (item && item->done && !votes)
      add(Kind::taken, fmt::format("{} has done {}", item->person, name_), {item->person});
    else if (!items.empty() && is_complete(net_, state_, attempt_.activity))
      add(Kind::taken, fmt::format("{} is decided", quoted(activity_.id)));
  }

  void look_at_tokens() {
    if (attempt_.what == What::end && !begun_) {
      add(Kind::not_reached, fmt::format("you have not begun {}; begin it first, or do it from begin to end", name_),
          {activity_.id});
    } else if (!is_reached(net_, state_, attempt_.activity)) {
      say_what_leads_here();
    } else if (ends() && attempt_.result && !leaves_room()) {
      add_about_order(Kind::not_reached, fmt::format("what follows {} from the last time is still open; that comes first", name_),
                      activities_after(net_, attempt_.activity, *attempt_.result));
    }
    const std::vector<std::string> way = steps_before(net_, state_, attempt_.activity, attempt_.result);
    if (!way.empty())
      add_about_order(Kind::not_reached,
                      fmt::format("before {} {}", name_, way.size() == 1 ? "comes " + quoted(way[0]) : "come " + name_them(way)),
                      way);
  }

  void say_what_leads_here() {
    const std::vector<const Guard*> waiting = waiting_guards(net_, state_, attempt_.activity);
    for (const Guard* guard : waiting) {
      const auto [words, fields] = what_it_saw(net_, state_, attempt_, guard->expression);
      add_about_order(Kind::not_reached, fmt::format("{} waits until {} holds{}", name_, guard->expression.text(), words), fields);
    }
    if (!waiting.empty()) return;
    std::vector<std::string> alternatives;
    std::vector<std::string> remedies;
    for (const std::vector<std::string>& way : ways_to(net_, attempt_.activity)) {
      alternatives.push_back(name_them(way));
      for (const std::string& source : way) {
        const std::string activity = source.substr(0, source.find('.'));
        if (std::find(remedies.begin(), remedies.end(), activity) == remedies.end()) remedies.push_back(activity);
      }
    }
    add_about_order(Kind::not_reached,
                    alternatives.empty() ? fmt::format("nothing leads to {} any more", name_)
                                         : fmt::format("{} has not been reached; first {}", name_, enumerate(alternatives, "or")),
                    std::move(remedies));
  }

  bool leaves_room() const {
    return has_room_after(net_, state_, attempt_.activity, *attempt_.result, input_of(net_, state_, attempt_.activity));
  }

  static std::string name_them(const std::vector<std::string>& words) {
    std::vector<std::string> names;
    for (const std::string& word : words) names.push_back(quoted(word));
    return enumerate(names);
  }

  void look_at_states() {
    for (const StateMismatch& mismatch : mismatches(net_, state_, attempt_.activity, attempt_.result)) {
      const ObjectType& object = model_.objects[mismatch.object];
      std::vector<std::string> states;
      for (const std::uint32_t state : mismatch.needed) states.push_back(quoted(object.states[state]));
      const std::string needed = enumerate(states, "or");
      std::string message;
      if (mismatch.of == Need::Of::any)
        message = fmt::format("no {} is {}; {} needs one", object.id, needed, name_);
      else if (mismatch.of == Need::Of::all)
        message = fmt::format("{}; {} needs every {} to be {}", name_some(mismatch), name_, object.id, needed);
      else
        message = fmt::format("{} is '{}'; {} needs {}", name_of_object(mismatch.object),
                              object.states[state_of(net_, state_, mismatch.object)], name_, needed);
      add_about_order(Kind::wrong_state, std::move(message), activities_moving_to(net_, mismatch.object, mismatch.needed));
    }
  }

  /// "task 1 is 'open', task 2 is 'done' and 7 more are not": of many elements the first.
  std::string name_some(const StateMismatch& mismatch) const {
    constexpr std::size_t kMostNamed = 3;
    const ObjectType& object = model_.objects[mismatch.object];
    std::vector<std::string> told;
    for (const std::uint32_t number : mismatch.elements) {
      if (told.size() == kMostNamed) break;
      const std::uint32_t now = state_of_element(net_, state_, {mismatch.object, number});
      told.push_back(fmt::format("{} {} is '{}'", object.id, number, object.states[now]));
    }
    if (const std::size_t more = mismatch.elements.size() - told.size(); more > 0)
      told.push_back(fmt::format("{} more {} not", more, more == 1 ? "is" : "are"));
    return enumerate(told);
  }

  void look_at_end_of_case() {
    if (!ends() || !attempt_.result || !states_fit(net_, state_, attempt_.activity, *attempt_.result)) return;
    for (const auto& [object, state, element] : left_unfinished(net_, state_, attempt_.activity, *attempt_.result)) {
      const ObjectType& type = model_.objects[object];
      std::vector<std::string> finals;
      for (const std::uint32_t final_state : type.final_states) finals.push_back(quoted(type.states[final_state]));
      add(Kind::wrong_state,
          fmt::format("{} would end the case with {} '{}'; it must be {}", name_, name_of_object(object, element),
                      type.states[state], enumerate(finals, "or")),
          activities_moving_to(net_, object, type.final_states));
    }
  }

  void look_at_guards() {
    if (!begun_ && !under_way_) look_at_guard(activity_.effects.when, {});
    if (ends() && attempt_.result) {
      const Result& result = activity_.results[*attempt_.result];
      look_at_guard(result.effects.when, result.id);
    }
  }

  /// "'check.approved'"; `result`: empty, the activity as a whole.
  std::string name_with(const std::string& result) const { return result.empty() ? name_ : quoted(activity_.id + "." + result); }

  void look_at_guard(const std::optional<Guard>& guard, const std::string& result) {
    if (!guard || is_open(net_, state_, attempt_, guard->expression)) return;
    const StateActivation activation(net_, state_, attempt_.actor, attempt_.given, {.message = attempt_.message});
    const Expression::Outcome outcome = guard->expression.evaluate(activation);
    if (outcome.holds()) return;
    auto [words, fields] = what_it_saw(net_, state_, attempt_, guard->expression);
    std::string message = fmt::format("{} needs {}{}", name_with(result), guard->expression.text(), words);
    const bool is_said = attempt_.message != nullptr && outcome.text.starts_with(kNoKey);  // "isn't in the message"
    if (outcome.kind == Expression::Outcome::Kind::error && !is_said)
      message += fmt::format(" ({})", told_error(model_, guard->expression, outcome.text));
    add_overridable(DeviationKind::override_guard, {Kind::guard_false, std::move(message), std::move(fields)});
  }

  void add_missing(std::string message, std::vector<std::string> fields) {
    add_overridable(DeviationKind::missing_data, {Kind::missing_data, std::move(message), std::move(fields)});
  }

  void look_at_data() {
    if (!ends() || attempt_.what == What::offer) return;
    if (activity_.items) return look_at_data_of_item();
    if (!attempt_.result) return;
    std::vector<std::string> missing;
    std::vector<FieldRef> uncomputed;
    for (const FieldRef& ref : missing_fields(net_, state_, attempt_.activity, *attempt_.result, attempt_.given)) {
      if (model_.field(ref).is_derived())
        uncomputed.push_back(ref);
      else
        missing.push_back(model_.path(ref));
    }
    const std::string& result = activity_.results[*attempt_.result].id;
    if (!missing.empty()) add_missing(fmt::format("{} requires {}", name_with(result), enumerate(missing)), missing);
    for (const FieldRef& ref : uncomputed) look_at_derived(ref, name_with(result), missing);
    look_at_computed(missing);
  }

  /// A required field that can't be computed. That a field is missing from which it would be has been said of those in `missing`.
  void look_at_derived(const FieldRef& ref, const std::string& of, const std::vector<std::string>& missing) {
    const StateActivation data(net_, state_, attempt_.actor, attempt_.given);
    const ExprTrouble* trouble = data.trouble(ref.slot);
    if (!trouble) return;
    const std::string path = model_.path(ref);
    if (trouble->kind == ExprTrouble::Kind::error)
      return add(Kind::guard_false, fmt::format("{} requires {}, but {}", of, path, trouble->text), {path});
    if (trouble->text == path)
      return add_missing(fmt::format("{} requires {}, of which its table says nothing here", of, path), {path});
    if (std::find(missing.begin(), missing.end(), trouble->text) == missing.end())
      add_missing(fmt::format("{} requires {}, which can't be computed: {} is not filled", of, path, trouble->text),
                  {trouble->text});
  }

  void look_at_data_of_item() {
    std::vector<std::string> missing;
    for (const FieldRef& ref : missing_for_item(net_, state_, attempt_.activity, attempt_.item, attempt_.given))
      missing.push_back(model_.path(ref));
    if (!missing.empty()) add_missing(fmt::format("{} requires {}", name_, enumerate(missing)), missing);
    if (attempt_.written && attempt_.given) *attempt_.written = *attempt_.given;
  }

  /// What can't be computed for want of a required field has been said.
  void look_at_computed(const std::vector<std::string>& missing) {
    Writes writes = attempt_.given ? *attempt_.given : Writes{};
    for (Obstacle& problem :
         compute_sets(net_, state_, attempt_.activity, *attempt_.result, attempt_.actor, writes, {.message = attempt_.message})) {
      const bool said = problem.kind() == Kind::missing_data &&
                        std::find(missing.begin(), missing.end(), problem.remedies().front()) != missing.end();
      if (said) continue;
      if (problem.kind() == Kind::missing_data)
        add_overridable(DeviationKind::missing_data, std::move(problem));
      else
        found_.push_back(std::move(problem));
    }
    if (attempt_.written) *attempt_.written = std::move(writes);
  }

  void look_at_role() {
    if (activity_.performer != Performer::people) return add(Kind::wrong_role, fmt::format("{} is done by {}", name_, performer()));
    if (ends() && attempt_.result && activity_.results[*attempt_.result].after) {
      const Result& result = activity_.results[*attempt_.result];
      add(Kind::wrong_role, fmt::format("{} comes by itself, {} after {} was offered", quoted(activity_.id + "." + result.id),
                                        in_words(*result.after), name_));
    }
    const std::vector<std::uint32_t>& roles = roles_of_item(activity_, attempt_.item);
    if (!acting_role(model_, roles, attempt_.held).empty()) return;
    const bool named = attempt_.what != What::offer && !attempt_.quiet;
    add_overridable(DeviationKind::out_of_role,
                    wrong_role(model_, name_, roles, attempt_.actor,
                               named ? who_could_in(net_, state_, attempt_, directory_) : std::vector<std::string>()));
  }

  std::string performer() const {
    switch (activity_.performer) {
      case Performer::service:
        return fmt::format("the service '{}'", activity_.service.name);
      case Performer::message:
        return fmt::format("the message '{}'", activity_.message.name);
      case Performer::process:
        return fmt::format("the process '{}'", activity_.process.process);
      default:
        return "the engine";
    }
  }

  void look_at_people() {
    const bool is_read = attempt_.what != What::offer && !attempt_.quiet;
    const Directory* others = is_read ? &directory_ : nullptr;  // nobody reads why he is not offered something
    for (Obstacle& obstacle : people_obstacles(net_, state_, attempt_, name_, others))
      add_overridable(DeviationKind::override_people, std::move(obstacle));
  }

  /// Of begun work nothing is asked until it ends.
  void look_at_rules() {
    if (!attempt_.result && (begun_ || (under_way_ && !activity_.items))) return;
    const auto result = ends() ? attempt_.result : std::nullopt;
    if (attempt_.what == What::offer && result) {
      if (!rules_allow(net_, state_, attempt_.activity, *result))
        add(Kind::rule, fmt::format("rules keep {} from being done", name_));
      return;  // nobody reads why he is not offered something
    }
    for (Obstacle& obstacle : rule_obstacles(net_, state_, attempt_.activity, result))
      add_overridable(DeviationKind::override_rule, std::move(obstacle));
  }

  const Net& net_;
  const Model& model_;
  const CaseState& state_;
  const Attempt& attempt_;
  const Directory& directory_;
  const Activity& activity_;
  std::string name_;
  const WorkItem* item_;
  bool begun_;
  bool under_way_;
  std::vector<Obstacle> found_;
};

}  // namespace

std::vector<Obstacle> obstacles(const Net& net, const CaseState& state, const Attempt& attempt, const Directory& directory) {
  const auto about = net.model->activities[attempt.activity].about;
  if (!about || state.focus.object == *about) return Finder(net, state, attempt, directory).all();
  return Finder(net, ElementViews(net, state).of(attempt.activity, attempt.item), attempt, directory).all();
}

}  // namespace itsmflow
