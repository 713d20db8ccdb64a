#include <itsmflow/model.hpp>

#include <algorithm>
#include <utility>

namespace itsmflow {
namespace {

template <class Things>
std::optional<std::uint32_t> find_id(const Things& things, std::string_view id) noexcept {
  for (std::size_t i = 0; i < things.size(); ++i) {
    if (things[i].id == id) return static_cast<std::uint32_t>(i);
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::uint32_t> Activity::find_result(std::string_view name) const noexcept {
  return find_id(results, name);
}

std::optional<std::uint32_t> Model::find_role(std::string_view id) const noexcept {
  return find_id(roles, id);
}

std::optional<std::uint32_t> Model::find_object(std::string_view id) const noexcept {
  return find_id(objects, id);
}

std::optional<std::uint32_t> Model::find_activity(std::string_view id) const noexcept {
  return find_id(activities, id);
}

std::optional<FieldRef> Model::find_field(std::string_view path) const noexcept {
  const std::size_t dot = path.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const auto object = find_object(path.substr(0, dot));
  if (!object) return std::nullopt;
  const auto field = find_id(objects[*object].fields, path.substr(dot + 1));
  if (!field) return std::nullopt;
  const Field& found = objects[*object].fields[*field];
  return FieldRef{*object, *field, found.slot, found.span};
}

Library::Library(std::vector<std::shared_ptr<const Model>> models, ModelReader reader)
    : Library(std::move(models), {}, std::move(reader)) {}

Library::Library(std::vector<std::shared_ptr<const Model>> models, std::vector<std::string> shared, ModelReader reader)
    : models_(std::move(models)), shared_(std::move(shared)), reader_(std::move(reader)) {}

std::shared_ptr<const Model> Library::find(std::string_view process) const noexcept {
  const auto found = std::ranges::find_if(models_, [&](const auto& model) { return model->process == process; });
  return found == models_.end() ? nullptr : *found;
}

}  // namespace itsmflow
