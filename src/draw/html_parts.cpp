#include "draw/html.hpp"

#include "base/span.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace itsmflow::drawing {
namespace {

/// Its boxes; where it has none, the states in which it is a line.
std::vector<std::size_t> shapes_of_activity(const Picture& picture, const Activity& activity) {
  std::vector<std::size_t> boxes;
  std::vector<std::size_t> states;
  for (std::size_t i = 0; i < picture.shapes.size(); ++i) {
    const Shape& shape = picture.shapes[i];
    if (shape.kind == Shape::Kind::activity && same(shape.places.front(), activity.span)) boxes.push_back(i);
    if (std::ranges::any_of(shape.mentions, [&](const Mention& one) { return same(one.activity, activity.span); }))
      states.push_back(i);
  }
  return boxes.empty() ? states : boxes;
}

Parts activities_of(const Model& model, const Picture& picture) {
  Parts activities{"Activities", {}};
  for (const Activity& activity : model.activities) {
    activities.parts.push_back(
        {name_of(activity.id, activity.wording), performers_of(model, activity), shapes_of_activity(picture, activity)});
  }
  return activities;
}

Parts states_of(const Model& model, const Picture& picture) {
  Parts states{"States", {}};
  for (const ObjectType& object : model.objects) {
    for (std::size_t s = 0; s < object.states.size(); ++s) {
      Part part{object.states[s], name_of(object.id, object.wording), {}};
      for (std::size_t i = 0; i < picture.shapes.size(); ++i) {
        const Shape& shape = picture.shapes[i];
        if (shape.is_state() && same(shape.places.front(), object.state_spans.at(s))) part.shapes.push_back(i);
      }
      states.parts.push_back(std::move(part));
    }
  }
  return states;
}

Parts roles_in(const Model& model, const Picture& picture) {
  Parts roles{"Roles", {}};
  for (std::uint32_t role = 0; role < model.roles.size(); ++role) {
    Part part{name_of(model.roles[role].id, model.roles[role].wording), {}, {}};
    std::size_t count = 0;
    for (const Activity& activity : model.activities) {
      const std::vector<std::uint32_t> of_it = roles_of(activity);
      if (std::ranges::find(of_it, role) == of_it.end()) continue;
      ++count;
      for (const std::size_t shape : shapes_of_activity(picture, activity)) {
        if (std::ranges::find(part.shapes, shape) == part.shapes.end()) part.shapes.push_back(shape);
      }
    }
    part.note = count == 1 ? "1 activity" : fmt::format("{} activities", count);
    roles.parts.push_back(std::move(part));
  }
  return roles;
}

}  // namespace

std::vector<Parts> parts_of(const Model& model, const Picture& picture) {
  return {activities_of(model, picture), states_of(model, picture), roles_in(model, picture)};
}

}  // namespace itsmflow::drawing
