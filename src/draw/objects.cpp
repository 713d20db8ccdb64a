#include "draw/picture.hpp"
#include "model/ends.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <map>
#include <utility>

namespace itsmflow::drawing {
namespace {

/// What one result of an activity does to one object.
struct Way {
  std::uint32_t result = 0;
  std::vector<std::uint32_t> from;
  std::uint32_t to = 0;
  bool named = false;  ///< the move is the result's own, not the activity's
};

const Move* find_move(const Effects& effects, std::uint32_t object) {
  const auto found = std::ranges::find(effects.moves, object, &Move::object);
  return found == effects.moves.end() ? nullptr : &*found;
}

/// The ways of an activity, those with the same origin together. A move that all results share is one way.
std::map<std::vector<std::uint32_t>, std::vector<Way>> ways_of(const Activity& activity, std::uint32_t object) {
  std::map<std::vector<std::uint32_t>, std::vector<Way>> ways;
  if (const Move* move = find_move(activity.effects, object)) {
    ways[move->from].push_back({0, move->from, move->to, false});
    return ways;
  }
  for (std::uint32_t i = 0; i < activity.results.size(); ++i) {
    const Move* move = find_move(activity.results[i].effects, object);
    if (move != nullptr) ways[move->from].push_back({i, move->from, move->to, !activity.results[i].id.empty()});
  }
  return ways;
}

bool moves_anything(const Activity& activity) {
  return !activity.effects.moves.empty() ||
         std::ranges::any_of(activity.results, [](const Result& result) { return !result.effects.moves.empty(); });
}

/// `any`, or all that it stands for: so many arrows would hide the others.
bool is_from_anywhere(const ObjectType& object, const std::vector<std::uint32_t>& from, const std::vector<Way>& ways) {
  if (from.size() < 3) return false;
  for (std::uint32_t state = 0; state < object.states.size(); ++state) {
    const bool excepted = object.states[state] == "none" || is_final(object, state) ||
                          std::ranges::any_of(ways, [&](const Way& way) { return way.to == state; });
    if (!excepted && std::ranges::find(from, state) == from.end()) return false;
  }
  return true;
}

class ObjectDrawing {
 public:
  ObjectDrawing(Picture& picture, const Model& model, std::uint32_t object, const DrawOverlay& overlay)
      : picture_(picture), model_(model), object_(object), type_(model.objects.at(object)), overlay_(overlay) {}

  void draw() {
    group_.title = name_of(type_.id, type_.wording) + (type_.many ? " (several)" : "");
    if (object_ == model_.case_object && model_.rows.empty()) add_start();
    for (std::uint32_t state = 0; state < type_.states.size(); ++state) states_.push_back(picture_.add(group_, state_shape(state)));
    if (start_) picture_.connect(*start_, states_.front(), {});
    for (std::uint32_t activity = 0; activity < model_.activities.size(); ++activity) add_activity(activity);
    picture_.groups.push_back(std::move(group_));
  }

 private:
  void add_start() {
    Shape start;
    start.kind = Shape::Kind::start;
    start.hint = "start";
    start.places.push_back(model_.start.span);
    start_ = picture_.add(group_, std::move(start));
  }

  Shape state_shape(std::uint32_t state) const {
    Shape shape;
    shape.kind = is_final(type_, state) ? Shape::Kind::final_state : Shape::Kind::state;
    shape.title = type_.states.at(state);
    shape.hint = type_.id + "." + shape.title;
    shape.marked = std::ranges::find(overlay_.states, shape.hint) != overlay_.states.end();
    shape.places.push_back(type_.state_spans.at(state));
    for (const Activity& activity : model_.activities) {
      const Need* need = moves_anything(activity) ? nullptr : find_look(activity, state);
      if (need == nullptr) continue;
      const bool offered = std::ranges::find(overlay_.activities, activity.id) != overlay_.activities.end();
      const std::string_view of = need->of == Need::Of::all ? " (when all are)" : need->of == Need::Of::any ? " (when one is)" : "";
      shape.mentions.push_back({shape.lines.size(), activity.span});
      shape.lines.push_back((offered ? "▸ " : "· ") + name_of(activity.id, activity.wording) + std::string(of));
    }
    return shape;
  }

  /// An activity that moves nothing is written into the states in which it can be done.
  const Need* find_look(const Activity& activity, std::uint32_t state) const {
    const auto found = std::ranges::find_if(activity.effects.needs, [&](const Need& need) {
      return need.object == object_ && std::ranges::find(need.states, state) != need.states.end();
    });
    return found == activity.effects.needs.end() ? nullptr : &*found;
  }

  void add_activity(std::uint32_t index) {
    const Activity& activity = model_.activities[index];
    for (const auto& [from, ways] : ways_of(activity, object_)) {
      Shape shape = activity_shape(model_, index, object_, overlay_);
      const bool anywhere = is_from_anywhere(type_, from, ways);
      if (anywhere) shape.lines.push_back("from any state that is not final");
      const std::size_t box = picture_.add(group_, std::move(shape));
      for (const std::uint32_t state : from) {
        if (!anywhere) picture_.connect(states_.at(state), box, {});
      }
      for (const Way& way : ways) {
        const Result& result = activity.results.at(way.result);
        Arrow& arrow = picture_.connect(box, states_.at(way.to), way.named ? result_label_of(model_, result, object_) : "");
        if (way.named) arrow.results.push_back(result.span);
      }
    }
  }

  Picture& picture_;
  const Model& model_;
  std::uint32_t object_;
  const ObjectType& type_;
  const DrawOverlay& overlay_;
  Group group_;
  std::vector<std::size_t> states_;
  std::optional<std::size_t> start_;
};

}  // namespace

void add_object(Picture& picture, const Model& model, std::uint32_t object, const DrawOverlay& overlay) {
  ObjectDrawing(picture, model, object, overlay).draw();
}

}  // namespace itsmflow::drawing
