#include "draw/picture.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace itsmflow::drawing {
namespace {

class FlowDrawing {
 public:
  FlowDrawing(Picture& picture, const Model& model, const DrawOverlay& overlay)
      : picture_(picture), model_(model), overlay_(overlay) {}

  void draw() {
    start_ = picture_.add(group_, gate(Shape::Kind::start, "start"));
    picture_.shapes.at(start_).places.push_back(model_.start.span);
    for (std::uint32_t i = 0; i < model_.activities.size(); ++i) add_activity(i);
    for (const Row& row : model_.rows) add_row(row);
    picture_.groups.push_back(std::move(group_));
    if (!free_.shapes.empty()) picture_.groups.push_back(std::move(free_));
  }

 private:
  /// Rows that are decided together: those from one source.
  using SourceKey = std::pair<std::optional<std::uint32_t>, std::vector<std::uint32_t>>;

  static Shape gate(Shape::Kind kind, std::string hint) {
    Shape shape;
    shape.kind = kind;
    shape.hint = std::move(hint);
    return shape;
  }

  bool is_free(std::uint32_t activity) const {
    return std::ranges::none_of(model_.rows,
                                [&](const Row& row) { return std::ranges::find(row.targets, activity) != row.targets.end(); });
  }

  void add_activity(std::uint32_t index) {
    free_.title = "At any time";
    boxes_.push_back(picture_.add(is_free(index) ? free_ : group_, activity_shape(model_, index, std::nullopt, overlay_)));
  }

  /// Which results lead this way; empty where all of them do.
  std::string result_label(const RowSource& source) const {
    if (!source.activity) return {};
    const Activity& activity = model_.activities.at(*source.activity);
    if (source.results.size() == activity.results.size()) return {};
    std::string label;
    for (const std::uint32_t result : source.results) {
      label += (label.empty() ? "" : " / ") + result_label_of(model_, activity.results.at(result), std::nullopt);
    }
    return label;
  }

  /// An arrow that `source` goes on by, as `row` says.
  void lead(const RowSource& source, const Row& row, std::size_t to, const std::string& label) {
    Arrow& arrow = picture_.connect(shape_of(source), to, label);
    arrow.places.push_back(row.span);
    if (!source.activity) return;
    const Activity& activity = model_.activities.at(*source.activity);
    if (source.results.size() == activity.results.size()) return;
    for (const std::uint32_t result : source.results) arrow.results.push_back(activity.results.at(result).span);
  }

  std::size_t add_gate(Shape gate, const Row& row) {
    gate.places.push_back(row.span);
    return picture_.add(group_, std::move(gate));
  }

  std::size_t shape_of(const RowSource& source) const { return source.activity ? boxes_.at(*source.activity) : start_; }

  /// Where the row's arrows begin, what is written on the first of them, and the source that they leave, unless a gate is between.
  struct Origin {
    std::size_t shape = 0;
    std::string label;
    const RowSource* source = nullptr;
  };

  Origin origin_of(const Row& row) {
    if (row.sources.size() > 1) {
      const std::size_t bar = add_gate(join_of(row), row);
      for (const RowSource& source : row.sources) lead(source, row, bar, result_label(source));
      return {bar, {}, nullptr};
    }
    const RowSource& source = row.sources.front();
    if (row.decision == Row::Decision::none) return {shape_of(source), result_label(source), &source};
    return {choice_after(source, row), decision_label(row), nullptr};
  }

  void draw_arrow(const Origin& origin, const Row& row, std::size_t to) {
    if (origin.source != nullptr) return lead(*origin.source, row, to, origin.label);
    picture_.connect(origin.shape, to, origin.label).places.push_back(row.span);
  }

  static Shape join_of(const Row& row) {
    if (!row.waits) return gate(Shape::Kind::bar, "waits for all");
    if (!row.wait_for) return gate(Shape::Kind::several, "waits for those that were begun");
    Shape shape = gate(Shape::Kind::several, fmt::format("goes on with the first {} that are done", *row.wait_for));
    shape.title = std::to_string(*row.wait_for);
    return shape;
  }

  /// A fork of which some branches are taken: what each depends on stands at its arrow.
  void add_inclusive_fork(const Row& row) {
    const std::size_t gate_of_all = add_gate(gate(Shape::Kind::several, "each whose guard holds"), row);
    lead(row.sources.front(), row, gate_of_all, result_label(row.sources.front()));
    for (const Branch& branch : row.branches) {
      const std::size_t target =
          branch.activity ? boxes_.at(*branch.activity) : picture_.add(group_, gate(Shape::Kind::end, "end"));
      std::string label = branch.choice == Branch::Choice::always ? "always" : "otherwise";
      if (branch.choice == Branch::Choice::guard) label = branch.guard.expression.text();
      picture_.connect(gate_of_all, target, label).places.push_back(branch.span);
    }
  }

  static std::string decision_label(const Row& row) {
    return row.decision == Row::Decision::guard ? row.guard.expression.text() : "otherwise";
  }

  std::size_t choice_after(const RowSource& source, const Row& row) {
    const SourceKey key{source.activity, source.results};
    if (const auto found = choices_.find(key); found != choices_.end()) {
      picture_.shapes.at(found->second).places.push_back(row.span);
      return found->second;
    }
    const std::size_t choice = add_gate(gate(Shape::Kind::choice, "decided by the data"), row);
    lead(source, row, choice, result_label(source));
    choices_.emplace(key, choice);
    return choice;
  }

  void add_row(const Row& row) {
    if (!row.branches.empty()) return add_inclusive_fork(row);
    std::vector<std::size_t> targets;
    for (const std::uint32_t target : row.targets) targets.push_back(boxes_.at(target));
    if (row.to_end) targets.push_back(picture_.add(group_, gate(Shape::Kind::end, "end")));  // one each, so that no arrow runs far
    Origin origin = origin_of(row);
    if (targets.size() > 1 && row.sources.size() == 1) {
      const std::size_t bar = add_gate(gate(Shape::Kind::bar, "all of these"), row);
      draw_arrow(origin, row, bar);
      origin = {bar, {}, nullptr};
    }
    for (const std::size_t target : targets) draw_arrow(origin, row, target);
  }

  Picture& picture_;
  const Model& model_;
  const DrawOverlay& overlay_;
  Group group_;
  Group free_;
  std::size_t start_ = 0;
  std::vector<std::size_t> boxes_;
  std::map<SourceKey, std::size_t> choices_;
};

}  // namespace

void add_flow(Picture& picture, const Model& model, const DrawOverlay& overlay) {
  FlowDrawing(picture, model, overlay).draw();
}

}  // namespace itsmflow::drawing
