#include "story/names.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace itsmflow::story {
namespace {

std::string titled(const std::string& title, std::string_view id) {
  return title.empty() ? std::string(id) : fmt::format("{} ({})", title, id);
}

template <class Items>
std::string title_among(const Items& items, std::string_view id) {
  const auto found = std::find_if(items.begin(), items.end(), [&](const auto& item) { return item.id == id; });
  return found == items.end() ? std::string() : found->wording.title;
}

}  // namespace

std::string Names::person_name(const std::string& id) const {
  if (people_ == nullptr) return "";
  const auto found = people_->people().find(id);
  return found == people_->people().end() ? "" : found->second.name;
}

std::string Names::person(const std::string& id) const {
  const std::string name = person_name(id);
  if (name.empty() || name == id) return id;
  const auto& all = people_->people();
  const auto with_name = std::count_if(all.begin(), all.end(), [&](const auto& one) { return one.second.name == name; });
  return with_name == 1 && !all.contains(name) ? name : fmt::format("{} ({})", name, id);
}

std::string Names::activity(std::string_view id, std::string_view item) const {
  const auto index = model_ == nullptr ? std::nullopt : model_->find_activity(id);
  const std::string title = index ? model_->activities[*index].wording.title : "";
  const std::string comma = title.empty() || item.empty() ? "" : ", ";
  const std::string behind = fmt::format("{}{}{}", title.empty() ? "" : id, comma, item);
  return fmt::format("'{}'{}", title.empty() ? id : title, behind.empty() ? "" : fmt::format(" ({})", behind));
}

std::string Names::result(std::string_view activity, std::string_view id) const {
  const auto index = model_ == nullptr ? std::nullopt : model_->find_activity(activity);
  return index ? titled(title_among(model_->activities[*index].results, id), id) : std::string(id);
}

std::string Names::role(std::string_view id) const {
  const auto index = model_ == nullptr ? std::nullopt : model_->find_role(id);
  return index ? role(*index) : std::string(id);
}

std::string Names::role(std::uint32_t index) const {
  const Role& role = model_->roles.at(index);
  return role.wording.title.empty() ? role.id : role.wording.title;
}

std::string Names::motive(std::string_view id) const {
  return model_ == nullptr ? std::string(id) : titled(title_among(model_->deviations.motives, id), id);
}

std::string Names::outcome(std::string_view id) const {
  return model_ == nullptr ? std::string(id) : titled(title_among(model_->outcomes.outcomes, id), id);
}

std::string Names::object(std::string_view id) const {
  const auto index = model_ == nullptr ? std::nullopt : model_->find_object(id);
  if (!index || model_->objects[*index].wording.title.empty()) return std::string(id);
  return model_->objects[*index].wording.title;
}

}  // namespace itsmflow::story
