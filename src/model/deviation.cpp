// Which deviations can be permitted at all, and what they and outcomes are called.

#include "model/ends.hpp"

#include <itsmflow/model.hpp>

#include <algorithm>

namespace itsmflow {
namespace {

const char* performer_of(const Activity& activity) {
  switch (activity.performer) {
    case Performer::engine:
      return "it is done by the engine";
    case Performer::service:
      return "it is done by a service";
    case Performer::message:
      return "it waits for a message";
    case Performer::process:
      return "it runs another process";
    case Performer::people:
      break;
  }
  return "";
}

bool has_votes(const Activity& activity) {
  return activity.items && activity.items->kind == Items::Kind::votes;
}

bool cancels(const Cancels& what) {
  return what.all || !what.activities.empty();
}

bool moves_to_final(const Model& model, const Effects& effects) {
  return std::any_of(effects.moves.begin(), effects.moves.end(),
                     [&](const Move& move) { return is_final(model.objects[move.object], move.to); });
}

std::string why_never_skipped(const Activity& activity) {
  if (activity.performer == Performer::engine || activity.performer == Performer::process) return performer_of(activity);
  if (has_votes(activity)) return "a vote can't be passed over";
  if (activity.about) return "it is about one of several objects";
  if (cancels(activity.cancels)) return "it cancels other work";
  return {};
}

}  // namespace

std::string why_never_skipped(const Model& model, std::uint32_t activity, std::uint32_t result) {
  const Activity& declared = model.activities[activity];
  if (std::string why = why_never_skipped(declared); !why.empty()) return why;
  const Result& ends = declared.results[result];
  if (ends.after) return "it ends so by itself, when its time has come";
  if (cancels(ends.cancels)) return "it cancels other work";
  if (moves_to_final(model, declared.effects) || moves_to_final(model, ends.effects)) return "it brings an object to its end";
  return {};
}

std::string why_never(const Model& model, std::uint32_t activity, DeviationKind what) {
  const Activity& declared = model.activities[activity];
  if (what == DeviationKind::skip) {
    std::string why;
    for (std::uint32_t r = 0; r < declared.results.size(); ++r) {
      why = why_never_skipped(model, activity, r);
      if (why.empty()) return why;
    }
    return why;
  }
  if (declared.performer != Performer::people) return performer_of(declared);
  if (has_votes(declared)) return "it is decided by votes";
  if (what == DeviationKind::extra || what == DeviationKind::again) {
    if (declared.items) return "several people do it";
    if (declared.about) return "it is about one of several objects";
  }
  const bool cancels_some =
      std::any_of(declared.results.begin(), declared.results.end(), [](const Result& result) { return cancels(result.cancels); });
  if (what == DeviationKind::again && (cancels_some || cancels(declared.cancels))) return "it cancels other work";
  return {};
}

std::string_view to_string(DeviationKind kind) noexcept {
  switch (kind) {
    case DeviationKind::skip:
      return "skip";
    case DeviationKind::extra:
      return "extra";
    case DeviationKind::again:
      return "again";
    case DeviationKind::override_guard:
      return "override_guard";
    case DeviationKind::missing_data:
      return "missing_data";
    case DeviationKind::out_of_role:
      return "out_of_role";
    case DeviationKind::override_people:
      return "override_people";
    case DeviationKind::override_rule:
      return "override_rule";
  }
  return "";
}

std::string_view to_string(MotiveClass motive) noexcept {
  switch (motive) {
    case MotiveClass::cannot:
      return "cannot";
    case MotiveClass::will_not:
      return "will_not";
    case MotiveClass::better_way:
      return "better_way";
  }
  return "";
}

std::string_view to_string(Outcome::Counts counts) noexcept {
  switch (counts) {
    case Outcome::Counts::success:
      return "success";
    case Outcome::Counts::failure:
      return "failure";
    case Outcome::Counts::neither:
      return "neither";
  }
  return "";
}

}  // namespace itsmflow
