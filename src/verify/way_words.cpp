#include "verify/way_words.hpp"

#include "base/text_distance.hpp"
#include "semantics/skips.hpp"
#include "verify/findings.hpp"
#include "verify/naming.hpp"

#include <fmt/format.h>

namespace itsmflow {

std::string WayWords::words_of(const WayStep& step) const {
  std::string words;
  const Activity& activity = model_.activities[step.activity];
  const std::string& result = step.result < activity.results.size() ? activity.results[step.result].id : std::string();
  const std::string name = result.empty() ? activity.id : fmt::format("{}.{}", activity.id, result);
  switch (step.kind) {
    case WayStep::Kind::start:
      words = "start";
      break;
    case WayStep::Kind::activity:
      words = step.item.empty() ? name : fmt::format("{} {}", activity.id, step.item);
      break;
    case WayStep::Kind::time:
      words = fmt::format("{} pass ('{}')", in_words(*activity.results[step.result].after), name);
      break;
    case WayStep::Kind::message:
      words = fmt::format("the message '{}' comes", step.item);
      break;
    case WayStep::Kind::failure:
      words = fmt::format("'{}' fails", activity.id);
      break;
    case WayStep::Kind::retry:
      words = fmt::format("'{}' is tried again", activity.id);
      break;
  }
  std::vector<std::string> given;
  if (step.line) given = deviating_words(step);
  for (const auto& [path, value] : step.given)
    given.push_back(value.is_null() ? fmt::format("{} taken back", path) : fmt::format("{} = {}", path, to_string(value)));
  return given.empty() ? words : fmt::format("{} ({})", words, fmt::join(given, ", "));
}

std::vector<std::string> WayWords::deviating_words(const WayStep& step) const {
  std::vector<std::string> words{words_of(model_.deviations.lines[*step.line].what, step)};
  for (const DeviationKind kind : step.also) words.push_back(words_of(kind, step));
  return words;
}

std::string WayWords::words_of(DeviationKind kind, const WayStep& step) const {
  std::vector<std::string> passed;
  for (const Passed& one : step.passed) passed.push_back(name_of(model_, one));
  switch (kind) {
    case DeviationKind::skip:
      return "passing over " + enumerate(quoted(std::move(passed)));
    case DeviationKind::extra:
      return "as extra work";
    case DeviationKind::again:
      return "again";
    case DeviationKind::override_guard:
      return "although its guard doesn't hold";
    case DeviationKind::override_rule:
      return "against a rule";
    default:
      return "without " + enumerate(step.without);
  }
}

Span WayWords::place_of(const WayStep& step) const {
  return step.kind == WayStep::Kind::start ? model_.start.span : span_of(model_, step.activity, step.result);
}

std::string WayWords::last_words(const std::vector<WayStep>& way) const {
  return way.empty() ? "the start" : fmt::format("'{}'", words_of(way.back()));
}

Span WayWords::last_span(const std::vector<WayStep>& way) const {
  return way.empty() ? model_.start.span : place_of(way.back());
}

std::vector<Diagnostic::Step> WayWords::trace(const std::vector<WayStep>& way, const std::string& end) const {
  std::vector<Diagnostic::Step> trace;
  for (const WayStep& step : way)
    if (step.kind != WayStep::Kind::start || !step.given.empty() || way.size() == 1)
      trace.push_back({place_of(step), words_of(step)});
  trace.push_back({{}, end});
  return trace;
}

}  // namespace itsmflow
