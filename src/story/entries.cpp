// The time line, and what was written on the way.

#include <fmt/format.h>

#include <algorithm>

#include "story/saying.hpp"
#include "story/telling.hpp"
#include "story/values.hpp"

namespace itsmflow::story {
namespace {

constexpr Duration kPause{3'600, 0};

}  // namespace

std::vector<StoryData> written(const Telling& telling, const Event& event) {
  std::vector<StoryData> fields;
  for (const auto& [path, value] : event.data) {
    const auto ref = telling.model.find_field(path);
    if (!ref) {
      fields.push_back({path, "", itsmflow::in_words(value)});
      continue;
    }
    const Field& field = telling.model.field(*ref);
    fields.push_back({path, field.wording.title, in_words(field, value, telling.names, telling.moments)});
  }
  for (const std::string& path : event.withheld) {
    const auto ref = telling.model.find_field(path);
    fields.push_back({path, ref ? telling.model.field(*ref).wording.title : "", std::string(kWithheld)});
  }
  if (event.withheld.empty()) return fields;
  std::stable_sort(fields.begin(), fields.end(), [](const StoryData& a, const StoryData& b) { return a.field < b.field; });
  return fields;
}

std::vector<StoryEntry> entries(const Telling& telling) {
  std::vector<StoryEntry> list;
  for (std::size_t i = 0; i < telling.events.size(); ++i) {
    const Event& event = telling.events[i];
    Said said = say(event, telling.names);
    StoryEntry entry{.number = event.number, .step = event.step, .at = event.at, .type = event.type};
    entry.text = std::move(said.text);
    entry.note = std::move(said.note);
    entry.deviation = event.deviation;
    entry.data = written(telling, event);
    entry.moves = telling.trail.moves(i);
    const Duration pause = i == 0 ? Duration{} : between(telling.events[i - 1].at, event.at);
    if (pause >= kPause) entry.pause = pause;
    list.push_back(std::move(entry));
  }
  return list;
}

std::vector<StoryDocument> documents(const Telling& telling) {
  std::vector<StoryDocument> list;
  for (const Event& event : telling.events) {
    for (const auto& [path, value] : event.data) {
      const auto ref = telling.model.find_field(path);
      if (!ref) continue;
      const Field& field = telling.model.field(*ref);
      for (GivenDocument& document : documents_in(field, value)) {
        list.push_back({std::move(document.place), std::move(document.digest), path, field.wording.title,
                        event.actor.empty() ? "" : telling.names.person(event.actor), event.number, event.at});
      }
    }
  }
  return list;
}

std::string listing(const std::vector<std::string>& words, std::string_view last) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? fmt::format(" {} ", last) : ", ";
    text += words[i];
  }
  return text;
}

std::string in_one_line(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  std::string line;
  for (std::size_t at = text.find_first_not_of(kBlanks); at != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_of(kBlanks, at), text.size());
    if (!line.empty()) line += ' ';
    line += text.substr(at, end - at);
    at = text.find_first_not_of(kBlanks, end);
  }
  return line;
}

std::string quoted(std::string_view words) {
  return fmt::format("“{}”", in_one_line(words));
}

std::string any_of(const Telling& telling, const std::vector<std::uint32_t>& roles) {
  std::vector<std::string> titles;
  for (const std::uint32_t role : roles) titles.push_back(telling.names.role(role));
  return titles.empty() ? "anybody" : listing(titles, "or");
}

}  // namespace itsmflow::story
