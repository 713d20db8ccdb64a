#include "generator.hpp"

#include <itsmflow/model.hpp>

#include <algorithm>

namespace itsmflow::oracle {

namespace {

class Generator {
 public:
  Generator(std::uint64_t seed, const Features& features) : random_(seed), features_(features) {}

  Model draw() {
    people();
    objects();
    if (model_.case_object.empty() || !has_states(model_.case_object) || random_.chance(70)) draw_rows(random_, model_, features_);
    const int free = model_.rows.empty() ? random_.between(2, 6) : random_.below(3);
    for (int i = 0; i < free; ++i)
      model_.activities.push_back(draw_activity(random_, model_, "a" + std::to_string(model_.activities.size() + 1)));
    for (Activity& activity : model_.activities) fill(activity);
    start();
    rules();
    return model_;
  }

 private:
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
  }

  Object object(const std::string& id, bool of_the_case) {
    Object object{.id = id};
    if (random_.chance(85)) {
      for (int i = random_.between(2, 4); i > 0; --i) object.states.push_back("s" + std::to_string(i));
      if (!of_the_case && random_.chance(30)) object.states[static_cast<std::size_t>(random_.below(2))] = "none";
      if (of_the_case || random_.chance(60))
        object.finals = random_.some_of(std::vector<std::string>(object.states.begin() + 1, object.states.end()), 1);
    }
    for (int i = random_.below(4); i > 0; --i) object.fields.push_back(field("f" + std::to_string(i)));
    return object;
  }

  Field field(const std::string& id) {
    Field field{.id = id, .type = static_cast<Type>(random_.below(4))};
    if (field.type == Type::enumeration) field.choices = {"low", "medium", "high"};
    if (random_.chance(35)) field.initial = draw_value(random_, field);
    return field;
  }

  void fill(Activity& activity) {
    const bool free = std::none_of(model_.rows.begin(), model_.rows.end(), [&](const Row& row) {
      return std::count(row.to.begin(), row.to.end(), activity.id) > 0 ||
             std::any_of(row.branches.begin(), row.branches.end(), [&](const Branch& each) { return each.target == activity.id; });
    });
    const bool by_result = activity.results.size() > 1 && random_.chance(60);
    for (const Object& object : model_.objects) {
      if (object.states.empty() || !random_.chance(free ? 55 : 25)) continue;
      if (!by_result) {
        activity.effects.moves.push_back(move(object));
        continue;
      }
      for (Result& result : activity.results)
        if (random_.chance(75)) result.effects.moves.push_back(move(object));
    }
    effects(activity, activity.effects);
    for (Result& result : activity.results)
      if (!result.id.empty() && random_.chance(60)) effects(activity, result.effects);
    if (!activity.by_engine) return;
    for (std::size_t i = 0; i + 1 < activity.results.size(); ++i)
      if (!activity.results[i].effects.when) activity.results[i].effects.when = draw_guard(random_, model_, 1);
    if (free && activity.effects.moves.empty()) activity.effects.when = draw_guard(random_, model_, 1);
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
    const bool by_engine = activity.by_engine;
    for (const Object& object : model_.objects) {
      const bool twice = !features_.moved_and_needed && concerns(activity, object.id);
      if (!object.states.empty() && !twice && random_.chance(10)) effects.needs.push_back({object.id, states(object)});
      for (const Field& field : object.fields) {
        const std::string path = object.id + "." + field.id;
        const int kind = random_.below(20);
        if (kind < 2 && !by_engine) effects.required.push_back(path);
        if ((kind == 2 || kind == 3) && !by_engine) effects.asked.push_back(path);
        if (kind == 4 || kind == 5) effects.sets.push_back({path, draw_computed(random_, model_, path, !features_.wild_sets)});
      }
    }
    if (random_.chance(20)) effects.when = draw_guard(random_, model_, 2);
  }

  void start() {
    if (random_.chance(70)) model_.start_roles = random_.some_of(model_.roles, 1);
    for (const Object& object : model_.objects)
      for (const Field& field : object.fields) {
        if (random_.chance(10))
          model_.start_required.push_back(object.id + "." + field.id);
        else if (random_.chance(20))
          model_.start_asked.push_back(object.id + "." + field.id);
      }
  }

  void rules() {
    std::vector<Source> subjects;
    for (const Activity& activity : model_.activities)
      if (!activity.by_engine) subjects.push_back({activity.id, random_.chance(70) ? "" : random_.one_of(activity.results).id});
    if (subjects.size() < 2) return;
    for (int i = random_.chance(50) ? random_.between(1, 2) : 0; i > 0; --i) {
      Rule rule{.same_person = random_.chance(50), .subjects = random_.some_of(subjects, 2)};
      if (rule.subjects.size() > 3) rule.subjects.resize(3);
      model_.rules.push_back(rule);
    }
  }

  Random random_;
  Features features_;
  Model model_;
};

}  // namespace

Features known_features() {
  return {};
}

Activity draw_activity(Random& random, const Model& model, const std::string& id) {
  Activity activity{.id = id, .by_engine = random.chance(18)};
  if (!activity.by_engine) activity.roles = random.some_of(model.roles, 1);
  if (random.chance(35)) {
    activity.results.clear();
    for (int i = random.between(2, 3); i > 0; --i) activity.results.push_back({.id = "q" + std::to_string(i)});
  }
  return activity;
}

Model draw_model(std::uint64_t seed, const Features& features) {
  return Generator(seed, features).draw();
}

}  // namespace itsmflow::oracle
