#include <itsmflow/error.hpp>
#include <itsmflow/story.hpp>
#include <itsmflow/time_zone.hpp>

#include <fmt/format.h>

#include <algorithm>

#include "story/telling.hpp"
#include "story/values.hpp"

namespace itsmflow {
namespace {

constexpr std::size_t kPage = 1000;

bool ends(const Event& event) {
  return event.type == EventType::over || event.type == EventType::cancelled;
}

/// Those that a view knows: more may have come since it was taken.
std::vector<Event> events_up_to(const Engine& engine, CaseId id, std::int64_t revision) {
  std::vector<Event> all;
  while (std::cmp_less(all.size(), revision)) {
    const auto wanted = std::min(kPage, static_cast<std::size_t>(revision) - all.size());
    std::vector<Event> page = engine.events(id, static_cast<std::int64_t>(all.size()) + 1, wanted);
    if (page.empty()) break;
    all.insert(all.end(), std::make_move_iterator(page.begin()), std::make_move_iterator(page.end()));
  }
  return all;
}

}  // namespace

Story tell_story(const Model& model, const std::vector<Event>& events, const CaseView& view, const StoryOptions& options) {
  if (!utc_offset(options.zone, view.started)) throw UsageError(fmt::format("there is no time zone '{}'", options.zone));
  const story::Names names(model, options.people);
  const story::Moments moments(options.zone);
  const story::Trail trail(model, events, names);
  const story::Telling telling{model, events, view, names, moments, trail};
  Story told;
  told.id = view.id;
  told.process = model.process;
  told.version = model.version;
  told.title = model.wording.title;
  told.why = model.wording.why;
  told.status = view.status;
  told.zone = options.zone;
  told.started = events.empty() ? view.started : events.front().at;
  const auto end = std::find_if(events.begin(), events.end(), ends);
  if (end != events.end()) told.ended = end->at;
  if (!events.empty()) told.about = story::written(telling, events.front());
  told.entries = story::entries(telling);
  told.deviations = story::deviations(telling);
  told.outcome = story::outcome(telling);
  told.people = story::people(telling);
  told.objects = trail.objects();
  for (StoryObject& object : told.objects) {
    const std::string path = object.id + ".state";
    object.assumed = std::find(view.assumed.begin(), view.assumed.end(), path) != view.assumed.end();
  }
  told.documents = story::documents(telling);
  told.open = story::still_open(telling, told);
  told.warnings = story::warnings(telling, told);
  told.summary = story::summary(telling, told);
  return told;
}

Story tell_story(const Engine& engine, CaseId id, const StoryOptions& options) {
  const CaseView view = engine.show(id);
  return tell_story(*engine.model_of(id), events_up_to(engine, id, view.revision), view, options);
}

}  // namespace itsmflow
