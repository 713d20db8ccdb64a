#include "generator.hpp"

#include <algorithm>

namespace itsmflow::oracle {

namespace {

class Generator {
 public:
  Generator(std::uint64_t seed, const Features& features) : random_(seed), features_(features) {}

  Model draw() {
    people();
    if (features_.others && random_.chance(20)) other();
    deviating_ = features_.deviations && random_.chance(65);
    if (deviating_ && random_.chance(75)) features_.calm = true;
    return draw_process();
  }

 private:
  /// The process whose cases the first one runs and starts: without cases of its own, done by the same people.
  void other() {
    Features fewer = features_;
    fewer.others = fewer.courses = fewer.deviations = false;
    Generator generator(static_cast<std::uint64_t>(random_.below(1'000'000)), fewer);
    generator.model_.process = "other";
    generator.model_.roles = model_.roles;
    generator.model_.people = model_.people;
    model_.other = {generator.draw_process()};
  }

  Model draw_process() {
    objects();
    const int rows = features_.calm ? 0 : 70;  // beside the states of the case object
    if (model_.case_object.empty() || !has_states(model_.case_object) || random_.chance(rows))
      draw_rows(random_, model_, features_);
    const int free = model_.rows.empty() ? random_.between(2, 6) : random_.below(3);
    for (int i = 0; i < free; ++i)
      model_.activities.push_back(draw_activity(random_, model_, features_, "a" + std::to_string(model_.activities.size() + 1)));
    if (model_.many()) draw_about_elements(random_, model_);
    for (Activity& activity : model_.activities) {
      mean(model_.about(activity) != nullptr);
      fill(activity);
    }
    mean(false);
    start();
    if (features_.calm) make_calm(random_, model_);
    if (!features_.calm || random_.chance(40)) draw_rules(random_, model_, features_);
    if (deviating_) {
      if (random_.chance(40)) set_traps(random_, model_);
      draw_policy(random_, model_);
    }
    if (features_.outcomes && random_.chance(50)) draw_outcomes(random_, model_);
    for (Model& other : model_.other) other.people = model_.people;
    return model_;
  }

  /// From now on an activity about one element is drawn, or any other.
  void mean(bool one) {
    for (Object& object : model_.objects) object.meant = object.many && one;
  }

  bool has_states(const std::string& object) const { return !model_.object(object)->states.empty(); }

  void people() {
    for (int i = random_.between(1, 3); i > 0; --i) model_.roles.push_back("r" + std::to_string(i));
    for (const char* person : {"ann", "bob", "cleo"}) {
      const auto roles = random_.chance(5) ? std::vector<std::string>{} : random_.some_of(model_.roles, 1);
      model_.people[person] = {roles.begin(), roles.end()};
    }
  }

  void objects() {
    if (random_.chance(12)) return;
    const int count = random_.between(1, 3);
    for (int i = 1; i <= count; ++i) model_.objects.push_back(object("o" + std::to_string(i), i == 1));
    model_.case_object = "o1";
    if (features_.many && random_.chance(30)) model_.objects.push_back(draw_many(random_));
  }

  Object object(const std::string& id, bool of_the_case) {
    Object object{.id = id};
    if (random_.chance(of_the_case && features_.calm ? 25 : 85)) {
      for (int i = random_.between(2, 4); i > 0; --i) object.states.push_back("s" + std::to_string(i));
      if (!of_the_case && random_.chance(30)) object.states[static_cast<std::size_t>(random_.below(2))] = "none";
      if (of_the_case || random_.chance(60))
        object.finals = random_.some_of(std::vector<std::string>(object.states.begin() + 1, object.states.end()), 1);
    }
    for (int i = features_.data ? random_.below(4) : 0; i > 0; --i) object.fields.push_back(field("f" + std::to_string(i)));
    return object;
  }

  Field field(const std::string& id) {
    Field field{.id = id, .type = static_cast<Type>(random_.below(features_.items ? 5 : 4))};
    if (!model_.other.empty() && random_.chance(20)) field.type = Type::reference;
    if (field.type == Type::enumeration) field.choices = {"low", "medium", "high"};
    if (field.type != Type::list && field.type != Type::reference && random_.chance(35)) field.initial = draw_value(random_, field);
    return field;
  }

  void fill(Activity& activity) {
    const bool free = std::none_of(model_.rows.begin(), model_.rows.end(), [&](const Row& row) {
      return std::count(row.to.begin(), row.to.end(), activity.id) > 0 ||
             std::any_of(row.branches.begin(), row.branches.end(), [&](const Branch& each) { return each.target == activity.id; });
    });
    const bool by_result = activity.results.size() > 1 && random_.chance(60);
    for (const Object& object : model_.objects) {
      if (object.states.empty() || object.many || !random_.chance(model_.about(activity) ? 20 : free ? 55 : 25)) continue;
      if (!by_result) {
        activity.effects.moves.push_back(move(object));
        continue;
      }
      for (Result& result : activity.results)
        if (random_.chance(75)) result.effects.moves.push_back(move(object));
    }
    const bool of_element = model_.about(activity) != nullptr;
    if (features_.items && activity.performer == Performer::people && !of_element && random_.chance(18)) items(activity);
    effects(activity, activity.effects);
    for (Result& result : activity.results)
      if (!result.id.empty() && random_.chance(60)) effects(activity, result.effects);
    for (Result& result : activity.results)
      if (features_.timers && !of_element && may_come_by_time(activity, result) && (result.id == "late" || random_.chance(12)))
        result.after = random_.between(1, 20);
    if (features_.cancels && random_.chance(15)) cancels(activity);
    if (!model_.other.empty() && !of_element) draw_starts(random_, model_, activity);
    if (activity.performer == Performer::process) draw_runs(random_, model_, activity);
    if (activity.performer == Performer::message) {
      if (random_.chance(70)) activity.waits_for.about = draw_about(random_, model_);
      if (random_.chance(20)) activity.effects.when = draw_about(random_, model_);
    }
    if (!activity.by_engine() && activity.performer != Performer::message) return;
    for (std::size_t i = 0; i + 1 < activity.results.size(); ++i)
      if (!activity.results[i].effects.when) activity.results[i].effects.when = choice(activity);
    if (!activity.by_engine()) return;
    if (free && activity.effects.moves.empty()) activity.effects.when = draw_guard(random_, model_, 1);
  }

  /// A guard of a result that nobody chooses.
  Expr choice(const Activity& activity) {
    const bool reads_message = activity.performer == Performer::message && random_.chance(60);
    return reads_message ? draw_about(random_, model_) : draw_guard(random_, model_, 1);
  }

  /// Votes, services and processes can end with their other results only by themselves.
  static bool may_come_by_time(const Activity& activity, const Result& result) {
    if (result.id.empty() || (activity.items && activity.items->kind == Items::Kind::votes)) return false;
    return (activity.performer != Performer::service && activity.performer != Performer::process) || result.id == "late";
  }

  std::vector<std::string> some_fields(int percent) {
    std::vector<std::string> found;
    for (const Object& object : model_.objects)
      for (const Field& field : object.fields)
        if (object.readable() && random_.chance(percent)) found.push_back(object.id + "." + field.id);
    return found;
  }

  void items(Activity& activity) {
    Items items;
    std::vector<std::string> lists;
    for (const Object& object : model_.objects)
      for (const Field& field : object.fields)
        if (field.type == Type::list && object.readable()) lists.push_back(object.id + "." + field.id);
    items.kind = static_cast<Items::Kind>(random_.below(3));
    if (items.kind == Items::Kind::for_each && lists.empty()) items.kind = Items::Kind::parts;
    if (items.kind == Items::Kind::votes && activity.results.size() > 2) items.kind = Items::Kind::parts;
    if (items.kind == Items::Kind::votes && activity.results.size() < 2) activity.results = {{.id = "q1"}, {.id = "q2"}};
    if (items.kind != Items::Kind::for_each) activity.roles.clear();
    if (items.kind == Items::Kind::for_each) items.list = random_.one_of(lists);
    if (items.kind == Items::Kind::parts)
      for (int i = random_.between(1, 3); i > 0; --i) {
        Part part{.id = "p" + std::to_string(i), .roles = random_.some_of(model_.roles, 1)};
        if (random_.chance(25)) part.when = draw_guard(random_, model_, 1);
        part.required = some_fields(8);
        items.parts.push_back(part);
      }
    if (items.kind == Items::Kind::votes)
      votes(activity, items.votes);
    else
      answers(activity, items);
    activity.items = items;
  }

  void votes(const Activity& activity, Votes& votes) {
    votes = {.of = random_.some_of(model_.roles, 1), .in_favour = activity.results[0].id, .against = activity.results[1].id};
    votes.quorum = random_.between(1, 3);
    if (random_.chance(40)) {
      votes.pass_of = random_.between(1, 2);
      votes.pass_in = 3;
    }
    if (random_.chance(30)) votes.veto = {random_.one_of(votes.of)};
  }

  void answers(Activity& activity, Items& items) {
    items.done = random_.below(items.kind == Items::Kind::parts ? static_cast<int>(items.parts.size()) + 1 : 3);
    for (std::size_t i = 0; i + 1 < activity.results.size(); ++i) activity.results[i].effects.when = draw_guard(random_, model_, 1);
    if (!random_.chance(60)) return;
    items.answers = {"fine", "poor"};
    for (std::size_t i = 0; i + 1 < activity.results.size(); ++i) {
      const Expr::Op op = random_.chance(50) ? Expr::Op::some_item : Expr::Op::every_item;
      activity.results[i].effects.when = Expr{.op = op, .literal = random_.one_of(items.answers)};
    }
  }

  void cancels(Activity& activity) {
    std::vector<std::string> others;
    for (const Activity& other : model_.activities)
      if (other.id != activity.id) others.push_back(other.id);
    if (others.empty()) return;
    auto gone = random_.some_of(others, 1);
    if (gone.size() > 2) gone.resize(2);
    if (random_.chance(25)) gone = {"all"};
    const bool by_result = activity.results.size() > 1 && random_.chance(50);
    (by_result ? activity.results.back().effects : activity.effects).cancels = gone;
  }

  States states(const Object& object) {
    const bool some = std::any_of(object.states.begin(), object.states.end(), [&](const std::string& state) {
      return state != "none" && std::count(object.finals.begin(), object.finals.end(), state) == 0;
    });
    if (some && random_.chance(20)) return {.any = true};
    auto names = random_.some_of(object.states, 1);
    if (names.size() > 2) names.resize(2);
    return {.names = names};
  }

  Move move(const Object& object) {
    Move move{.object = object.id, .from = states(object), .to = random_.one_of(object.states)};
    const auto left = std::count_if(object.states.begin(), object.states.end(), [&](const std::string& state) {
      return state != "none" && state != move.to && std::count(object.finals.begin(), object.finals.end(), state) == 0;
    });
    if (move.from.any && left == 0) move.from = {.names = {object.states.front()}};
    if (move.from.names == std::vector<std::string>{move.to})
      move.from.names = {move.to == object.states.front() ? object.states.back() : object.states.front()};
    return move;
  }

  static bool concerns(const Activity& activity, const std::string& object) {
    const auto moves = [&](const Effects& effects) {
      return std::any_of(effects.moves.begin(), effects.moves.end(), [&](const Move& each) { return each.object == object; }) ||
             std::any_of(effects.needs.begin(), effects.needs.end(), [&](const Need& each) { return each.object == object; });
    };
    return moves(activity.effects) ||
           std::any_of(activity.results.begin(), activity.results.end(), [&](const Result& each) { return moves(each.effects); });
  }

  void effects(const Activity& activity, Effects& effects) {
    const bool by_somebody = activity.performer == Performer::people || activity.performer == Performer::service;
    const bool by_engine = !by_somebody || (activity.items && &effects != &activity.effects);
    for (const Object& object : model_.objects) {
      if (object.many) of_all(object, effects);
      if (!object.readable()) continue;
      const bool twice = concerns(activity, object.id);
      if (!object.states.empty() && !twice && random_.chance(10)) effects.needs.push_back({object.id, states(object)});
      for (const Field& field : object.fields) {
        const std::string path = object.id + "." + field.id;
        const int kind = random_.below(20);
        if (kind < 2 && !by_engine) effects.required.push_back(path);
        if ((kind == 2 || kind == 3) && !by_engine) effects.asked.push_back(path);
        const bool keeps_message = activity.performer == Performer::message && field.type == Type::integer && random_.chance(40);
        if (keeps_message)
          effects.sets.push_back({path, {.op = Expr::Op::message, .name = "n"}});
        else if ((kind == 4 || kind == 5) && field.type != Type::list && field.type != Type::reference)
          effects.sets.push_back({path, draw_computed(random_, model_, path)});
      }
    }
    if (!effects.when && random_.chance(20)) effects.when = draw_guard(random_, model_, 2);
  }

  /// What `needs` asks of all elements.
  void of_all(const Object& object, Effects& effects) {
    const bool named =
        std::any_of(effects.needs.begin(), effects.needs.end(), [&](const Need& each) { return each.object == object.id; }) ||
        std::any_of(effects.moves.begin(), effects.moves.end(), [&](const Move& each) { return each.object == object.id; });
    if (named || !random_.chance(object.meant ? 5 : 15)) return;
    effects.needs.push_back({object.id, states(object), random_.chance(60) ? Need::Of::all : Need::Of::any});
  }

  void start() {
    if (random_.chance(70)) model_.start_roles = random_.some_of(model_.roles, 1);
    for (const Object& object : model_.objects)
      for (const Field& field : object.fields) {
        if (object.many) continue;
        if (random_.chance(10))
          model_.start_required.push_back(object.id + "." + field.id);
        else if (random_.chance(20))
          model_.start_asked.push_back(object.id + "." + field.id);
      }
  }

  Random random_;
  Features features_;
  bool deviating_ = false;
  Model model_;
};

}  // namespace

Model draw_model(std::uint64_t seed, const Features& features) {
  return Generator(seed, features).draw();
}

}  // namespace itsmflow::oracle
