#include "verify/way_words.hpp"

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
  for (const std::string& path : step.without) given.push_back(fmt::format("without {}", path));
  if (step.line && step.without.empty())
    given.emplace_back(is_over_rule(step) ? "against a rule" : "although its guard doesn't hold");
  for (const auto& [path, value] : step.given)
    given.push_back(value.is_null() ? fmt::format("{} taken back", path) : fmt::format("{} = {}", path, to_string(value)));
  return given.empty() ? words : fmt::format("{} ({})", words, fmt::join(given, ", "));
}

bool WayWords::is_over_rule(const WayStep& step) const {
  return model_.deviations.lines[*step.line].what == DeviationKind::override_rule;
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
