#pragma once

#include <itsmflow/directory.hpp>
#include <itsmflow/engine.hpp>

#include <iterator>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace itsmflow {

/// Two persons for every role, and one who has them all.
inline Directory everybody(const Library& library) {
  std::map<std::string, std::vector<std::string>> roles;
  for (const auto& model : library.models())
    for (const Role& role : model->roles) {
      roles["first_" + role.id].push_back(role.id);
      roles["second_" + role.id].push_back(role.id);
      roles["all"].push_back(role.id);
    }
  std::vector<Directory::Person> people;
  for (auto& [id, held] : roles) people.push_back({id, held, ""});
  return Directory(people);
}

/// Draws who does what, and what he gives: the same from the same seed.
class RandomUser {
 public:
  RandomUser(const Directory& people, std::uint32_t seed) : people_(people), random_(seed) {}

  int pick(int below) { return std::uniform_int_distribution<int>(0, below - 1)(random_); }
  template <class T>
  const T& one_of(const std::vector<T>& things) {
    return things[static_cast<std::size_t>(pick(static_cast<int>(things.size())))];
  }
  std::string person() {
    auto at = people_.people().begin();
    std::advance(at, pick(static_cast<int>(people_.people().size())));
    return at->first;
  }

  Value value_for(const Field& field) {
    switch (field.type) {
      case FieldType::integer:
        return field.min && field.min->if_int() ? *field.min->if_int() + pick(3) : std::int64_t{pick(3)};
      case FieldType::number:
        return 0.5 + pick(3);
      case FieldType::boolean:
        return pick(2) == 0;
      case FieldType::enumeration:
        return one_of(field.choices);
      case FieldType::date:
        return "2014-03-0" + std::to_string(1 + pick(9));
      case FieldType::time:
        return "10:0" + std::to_string(pick(10));
      case FieldType::datetime:
        return Timestamp{1'400'000'000 + pick(1000), 0};
      case FieldType::duration:
        return Duration{pick(100'000), 0};
      case FieldType::person:
        return person();
      default:
        return "text " + std::to_string(pick(1000)) + " \"\n";
    }
  }

  /// What is required but for one field in `forgets`, and half of what is asked for.
  Data data_for(const Model& model, const std::vector<FieldRef>& required, const std::vector<FieldRef>& asked, int forgets = 8) {
    Data data;
    for (const FieldRef& ref : required)
      if (pick(forgets) > 0) data[model.path(ref)] = value_for(model.field(ref));
    for (const FieldRef& ref : asked)
      if (pick(2) > 0) data[model.path(ref)] = value_for(model.field(ref));
    return data;
  }
  Data data_for(const Model& model, const Activity& activity, const Result& result, int forgets = 8) {
    std::vector<FieldRef> required = activity.effects.required;
    required.insert(required.end(), result.effects.required.begin(), result.effects.required.end());
    std::vector<FieldRef> asked = activity.effects.asked;
    asked.insert(asked.end(), result.effects.asked.begin(), result.effects.asked.end());
    return data_for(model, required, asked, forgets);
  }

 private:
  const Directory& people_;
  std::mt19937 random_;
};

}  // namespace itsmflow
