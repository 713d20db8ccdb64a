// What stands where on the page of a story.

#include "story/page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "story/moments.hpp"

namespace itsmflow::story {
namespace {

std::string titled(const std::string& title, const std::string& id) {
  return title.empty() ? id : fmt::format("{} ({})", title, id);
}

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

Facts data_facts(const std::vector<StoryData>& data) {
  Facts facts;
  for (const StoryData& one : data) facts.facts.push_back({label_of(one), value_of(one)});
  return facts;
}

Fact status_badge(const Story& story) {
  switch (story.status) {
    case CaseStatus::open:
      return {"Status", "open", Tone::warning};
    case CaseStatus::over:
      return {"Status", "over"};
    case CaseStatus::cancelled:
      return {"Status", "given up", Tone::warning};
  }
  return {"Status", ""};
}

Tone tone_of(Outcome::Counts counts) {
  if (counts == Outcome::Counts::success) return Tone::good;
  return counts == Outcome::Counts::failure ? Tone::bad : Tone::warning;
}

std::vector<Fact> badges(const Story& story) {
  std::vector<Fact> list{status_badge(story)};
  const std::size_t count = story.deviations.size();
  if (count == 0)
    list.push_back({"Compliance", "no deviation", Tone::good});
  else
    list.push_back({"Compliance", counted(count, "deviation", "deviations"), Tone::bad});
  if (!story.outcome.id.empty())
    list.push_back({"Outcome", titled(story.outcome.title, story.outcome.id), tone_of(story.outcome.counts_as)});
  return list;
}

Section warnings_section(const Story& story) {
  Section section{"warnings", "What stands out", "", {}};
  if (story.warnings.empty()) {
    section.lead = "Nothing does.";
    return section;
  }
  Remarks remarks{{}, Tone::warning};
  for (const StoryWarning& warning : story.warnings) remarks.remarks.push_back({warning.text, warning.events});
  section.lead = "This follows from what was recorded and from the model. The numbers are those of the time line.";
  section.blocks.emplace_back(std::move(remarks));
  return section;
}

Section events_section(const Story& story) {
  TimeLine line;
  for (const StoryEntry& entry : story.entries) line.entries.push_back(&entry);
  const std::string lead = story.zone == "UTC" ? "Times are in UTC." : "Times are those of the zone " + story.zone + ".";
  return {"events", "What happened", lead, {std::move(line)}};
}

std::string class_of(MotiveClass motive) {
  switch (motive) {
    case MotiveClass::cannot:
      return "it could not be done as prescribed";
    case MotiveClass::will_not:
      return "it could have been done as prescribed, and wasn't";
    case MotiveClass::better_way:
      return "it served the result better";
  }
  return "";
}

std::string confirmation_of(const StoryDeviation& deviation) {
  const std::string by = deviation.confirm_by.empty() ? "somebody" : fmt::format("{}", fmt::join(deviation.confirm_by, " or "));
  switch (deviation.confirmation) {
    case ConfirmationStatus::none:
      return "nobody had to confirm it";
    case ConfirmationStatus::awaited:
      return fmt::format("awaited from {}", by);
    case ConfirmationStatus::late:
      return fmt::format("awaited from {}, and late", by);
    case ConfirmationStatus::confirmed:
      return "confirmed";
    case ConfirmationStatus::disapproved:
      return "disapproved";
  }
  return "";
}

Tone tone_of(ConfirmationStatus status) {
  switch (status) {
    case ConfirmationStatus::confirmed:
      return Tone::good;
    case ConfirmationStatus::disapproved:
    case ConfirmationStatus::late:
      return Tone::bad;
    case ConfirmationStatus::awaited:
      return Tone::warning;
    case ConfirmationStatus::none:
      break;
  }
  return Tone::plain;
}

Remark judgement(const StoryJudgement& said, const Moments& moments) {
  const std::string when = moments.in_words(said.at);
  const std::string role = said.role.empty() ? "" : " as " + said.role;
  const std::string words = said.because.empty() ? "." : ": " + said.because;
  if (said.type == EventType::confirmation_late) return {fmt::format("Nobody had confirmed it on {}.", when), {said.event}};
  const char* verb = said.type == EventType::confirmed ? "confirmed" : "disapproved";
  return {fmt::format("{} {} it{} on {}{}", said.person, verb, role, when, words), {said.event}};
}

Part deviation_part(const StoryDeviation& deviation, const Moments& moments) {
  Part part{fmt::format("d{}", deviation.number),
            fmt::format("Deviation {}: {}", deviation.number, deviation.what),
            tone_of(deviation.confirmation),
            {}};
  Facts facts;
  const auto add = [&](const char* label, const std::string& value) {
    if (!value.empty()) facts.facts.push_back({label, value});
  };
  add("When", moments.in_words(deviation.at));
  add("Answers for it", deviation.role.empty() ? deviation.person : fmt::format("{} as {}", deviation.person, deviation.role));
  add("Motive", titled(deviation.motive_title, deviation.motive));
  if (deviation.motive_class) add("Kind of motive", class_of(*deviation.motive_class));
  add("Stood in the way", fmt::format("{}", fmt::join(deviation.overrode, "\n")));
  add("Why the model has it", deviation.purpose);
  add("Confirmation", confirmation_of(deviation));
  if (deviation.due) add("To be confirmed until", moments.in_words(*deviation.due));
  part.blocks.emplace_back(std::move(facts));
  if (!deviation.because.empty()) part.blocks.emplace_back(Quote{"In the words of " + deviation.person, deviation.because});
  Remarks said;
  for (const StoryJudgement& one : deviation.judgements) said.remarks.push_back(judgement(one, moments));
  if (!said.remarks.empty()) part.blocks.emplace_back(std::move(said));
  return part;
}

Section deviations_section(const Story& story, const Moments& moments) {
  Section section{"deviations", "Deviations", story.deviations.empty() ? "There are none: the case complies." : "", {}};
  for (const StoryDeviation& deviation : story.deviations) section.parts.push_back(deviation_part(deviation, moments));
  return section;
}

Section people_section(const Story& story) {
  Section section{"people", "Who did what", story.people.empty() ? "Nobody in person did anything." : "", {}};
  Grid grid{{"Person", "Did", "As", "Events"}, {}};
  for (const StoryPerson& person : story.people) {
    std::string name = titled(person.name, person.id);
    for (const StoryDeed& deed : person.deeds) {
      grid.rows.push_back({{name, deed.what, deed.role, fmt::format("{}", fmt::join(deed.events, ", "))}});
      name.clear();
    }
  }
  if (!grid.rows.empty()) section.blocks.emplace_back(std::move(grid));
  return section;
}

Section objects_section(const Story& story, const Moments& moments) {
  Section section{"objects", "What became of the objects", "", {}};
  Grid grid{{"Object", "State", "Since", "By"}, {}};
  for (const StoryObject& object : story.objects) {
    std::string name = titled(object.title, object.id) + (object.item.empty() ? "" : ", number " + object.item);
    for (const StoryState& state : object.states) {
      const bool assumed = object.assumed && &state == &object.states.back();
      grid.rows.push_back({{name, state.state + (assumed ? " (assumed)" : ""), moments.moment(state.at),
                            state.passed_over ? state.by + ", passed over" : state.by}});
      name.clear();
    }
  }
  section.blocks.emplace_back(std::move(grid));
  return section;
}

Section documents_section(const Story& story, const Moments& moments) {
  Section section{"documents", "Documents", "", {}};
  Grid grid{{"Document", "Given as", "By", "When"}, {}};
  for (const StoryDocument& document : story.documents) {
    const std::string digest = document.digest.empty() ? "without a digest" : document.digest;
    grid.rows.push_back({{document.place.empty() ? "(no place)" : document.place, titled(document.title, document.field),
                          document.giver, moments.moment(document.at)},
                         digest});
  }
  section.blocks.emplace_back(std::move(grid));
  return section;
}

Section open_section(const Story& story) {
  Section section{"open", "What is still open", story.open.empty() ? "Nothing is." : "", {}};
  Remarks remarks;
  for (const std::string& text : story.open) remarks.remarks.push_back({text});
  if (!remarks.remarks.empty()) section.blocks.emplace_back(std::move(remarks));
  return section;
}

}  // namespace

std::string label_of(const StoryData& data) {
  return titled(data.title, data.field);
}

std::string value_of(const StoryData& data) {
  return data.value.empty() ? "(not filled)" : data.value;
}

std::string move_of(const StoryMove& move) {
  return fmt::format("{}{}: {} → {}", move.title.empty() ? move.object : move.title, move.item.empty() ? "" : " " + move.item,
                     move.from, move.to);
}

std::string later_by(Duration pause) {
  return roughly(pause) + " later";
}

Tone tone_of(const StoryEntry& entry) {
  switch (entry.type) {
    case EventType::deviated:
    case EventType::call_failed:
      return Tone::warning;
    case EventType::disapproved:
    case EventType::confirmation_late:
    case EventType::cancelled:
      return Tone::bad;
    case EventType::confirmed:
      return Tone::good;
    default:
      return Tone::plain;
  }
}

Page lay_out(const Story& story) {
  const Moments moments(story.zone);
  Page page;
  page.title = fmt::format("{}, case {}", story.title.empty() ? story.process : story.title, story.id.value);
  page.subtitle = story.why;
  page.badges = badges(story);
  page.summary = story.summary;
  if (!story.about.empty()) page.about.emplace_back(data_facts(story.about));
  page.sections.push_back(warnings_section(story));
  page.sections.push_back(events_section(story));
  page.sections.push_back(deviations_section(story, moments));
  page.sections.push_back(people_section(story));
  if (!story.objects.empty()) page.sections.push_back(objects_section(story, moments));
  if (!story.documents.empty()) page.sections.push_back(documents_section(story, moments));
  page.sections.push_back(open_section(story));
  page.footer = fmt::format("Told from the {} of case {}, which runs on the model {} {}.",
                            counted(story.entries.size(), "event", "events"), story.id.value, story.process, story.version);
  return page;
}

}  // namespace itsmflow::story
