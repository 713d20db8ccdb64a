#include "draw/picture.hpp"

#include "draw/findings.hpp"

#include "base/text_distance.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <utility>

namespace itsmflow::drawing {
namespace {

std::vector<std::string> state_names(const ObjectType& object, const std::vector<std::uint32_t>& states) {
  std::vector<std::string> names;
  for (const std::uint32_t state : states) names.push_back(object.states.at(state));
  return names;
}

void say_needs(const Model& model, const Effects& effects, std::optional<std::uint32_t> shown, std::vector<std::string>& lines) {
  for (const Need& need : effects.needs) {
    if (need.object == shown) continue;
    const ObjectType& object = model.objects.at(need.object);
    const std::string_view which = need.of == Need::Of::all ? "every " : need.of == Need::Of::any ? "some " : "";
    lines.push_back(fmt::format("while {}{} is {}", which, object.id, enumerate(state_names(object, need.states), "or")));
  }
}

Shape::Look look_of(const Activity& activity) {
  switch (activity.performer) {
    case Performer::service:
      return Shape::Look::service;
    case Performer::message:
      return Shape::Look::message;
    case Performer::process:
      return Shape::Look::process;
    case Performer::people:
    case Performer::engine:
      break;
  }
  return activity.items ? Shape::Look::items : Shape::Look::plain;
}

bool is_drawn(const ObjectType& object) {
  return !object.states.empty();
}

}  // namespace

std::size_t Picture::add(Group& group, Shape shape) {
  shapes.push_back(std::move(shape));
  group.shapes.push_back(shapes.size() - 1);
  return shapes.size() - 1;
}

Arrow& Picture::connect(std::size_t from, std::size_t to, const std::string& label) {
  const auto same = [&](const Arrow& arrow) { return arrow.from == from && arrow.to == to && arrow.label == label; };
  if (const auto found = std::ranges::find_if(arrows, same); found != arrows.end()) return *found;
  Arrow& arrow = arrows.emplace_back();
  arrow.from = from;
  arrow.to = to;
  arrow.label = label;
  return arrow;
}

std::string name_of(const std::string& id, const Wording& wording) {
  return wording.title.empty() ? id : wording.title;
}

std::string performers_of(const Model& model, const Activity& activity) {
  switch (activity.performer) {
    case Performer::engine:
      return "by itself";
    case Performer::service:
      return "service " + activity.service.name;
    case Performer::message:
      return "when the message " + activity.message.name + " comes";
    case Performer::process:
      return "as a case of " + activity.process.process;
    case Performer::people:
      break;
  }
  std::vector<std::string> names;
  for (const std::uint32_t role : activity.roles) names.push_back(name_of(model.roles.at(role).id, model.roles.at(role).wording));
  return enumerate(names, "or");
}

Shape activity_shape(const Model& model, std::uint32_t index, std::optional<std::uint32_t> object, const DrawOverlay& overlay) {
  const Activity& activity = model.activities.at(index);
  Shape shape;
  shape.kind = Shape::Kind::activity;
  shape.title = name_of(activity.id, activity.wording);
  shape.look = look_of(activity);
  const std::string performers = performers_of(model, activity);
  if (!performers.empty()) shape.lines.push_back(performers);
  say_needs(model, activity.effects, object, shape.lines);
  if (activity.effects.when) shape.lines.push_back("when " + activity.effects.when->expression.text());
  say_more(model, activity, shape.lines);
  shape.hint = activity.wording.why.empty() ? activity.id : activity.id + ": " + activity.wording.why;
  shape.roles = roles_of(activity);
  shape.marked = std::ranges::find(overlay.activities, activity.id) != overlay.activities.end();
  shape.places.push_back(activity.span);
  for (const Result& result : activity.results) shape.places.push_back(result.span);
  return shape;
}

std::string result_label_of(const Model& model, const Result& result, std::optional<std::uint32_t> object) {
  std::vector<std::string> lines{name_of(result.id, result.wording)};
  say_needs(model, result.effects, object, lines);
  if (result.effects.when) lines.push_back("when " + result.effects.when->expression.text());
  return fmt::format("{}", fmt::join(lines, ", "));
}

Picture picture_of(const Model& model, const DrawOverlay& overlay) {
  Picture picture;
  picture.title = name_of(model.process, model.wording);
  if (!model.rows.empty()) add_flow(picture, model, overlay);
  if (model.case_object && is_drawn(model.objects.at(*model.case_object))) add_object(picture, model, *model.case_object, overlay);
  for (std::uint32_t object = 0; object < model.objects.size(); ++object) {
    if (object != model.case_object && is_drawn(model.objects[object])) add_object(picture, model, object, overlay);
  }
  mark_findings(picture, overlay.findings);
  picture.legend = legend_of(picture);
  return picture;
}

}  // namespace itsmflow::drawing
