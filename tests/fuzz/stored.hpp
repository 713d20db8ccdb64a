#pragma once

#include "places.hpp"
#include "store/micros.hpp"

#include <itsmflow/model.hpp>
#include <itsmflow/store.hpp>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// A case as a store keeps it, as a text that a fuzzer can change:
//
//   PROCESS STATUS                       0 open, 1 over, 2 cancelled
//   SNAPSHOT                             JSON, as all of these are
//   TYPE MICROSECONDS ACTOR              of each event; ACTOR is a key, or 0
//   CONTENT
//   TEXTS

namespace itsmflow::fuzz {

inline Library stored_models() {
  const std::string source = places::source();
  std::vector<std::string> paths{source + "/tests/engine/promise", source + "/models/itil", source + "/models/municipality"};
  for (const char* pattern : {"06-multi-choice", "09-structured-discriminator", "14-instances-known-at-run-time",
                              "36-dynamic-partial-join-for-instances", "r10-same-person-in-two-parts", "r8-reminder"})
    paths.push_back(source + "/tests/patterns/" + pattern + ".yaml");
  return load_library(paths).value_or_throw();
}

struct StoredCase {
  std::string process;
  CaseRecord record;
  std::vector<EventRecord> events;
};

inline constexpr int kStatuses = 3;

inline std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

inline std::string_view take_word(std::string_view& line) {
  const std::size_t end = std::min(line.find(' '), line.size());
  const std::string_view word = line.substr(0, end);
  line.remove_prefix(std::min(end + 1, line.size()));
  return word;
}

inline std::int64_t number(std::string_view word) {
  std::int64_t value = 0;
  std::from_chars(word.data(), word.data() + word.size(), value);
  return value;
}

/// None where the first line is none.
inline std::optional<StoredCase> read_stored(std::string_view text) {
  StoredCase stored;
  std::string_view head = take_line(text);
  stored.process = take_word(head);
  const std::int64_t status = number(head);
  if (status < 0 || status >= kStatuses) return std::nullopt;
  stored.record.id = CaseId{1};
  stored.record.process = stored.process;
  stored.record.status = static_cast<CaseStatus>(status);
  stored.record.started = from_micros(1'393'833'600'000'000);
  stored.record.changed = stored.record.started;
  stored.record.snapshot = take_line(text);
  while (!text.empty()) {
    std::string_view line = take_line(text);
    EventRecord& event = stored.events.emplace_back();
    event.case_id = stored.record.id;
    event.number = static_cast<std::int64_t>(stored.events.size());
    event.step = event.number;
    event.type = take_word(line);
    event.at = from_micros(number(take_word(line)));
    if (const std::int64_t actor = number(line); actor > 0) event.actor = actor;
    event.content = take_line(text);
    event.texts = take_line(text);
  }
  return stored;
}

inline std::string write_stored(const StoredCase& stored) {
  std::string text =
      stored.process + ' ' + std::to_string(static_cast<int>(stored.record.status)) + '\n' + stored.record.snapshot + '\n';
  for (const EventRecord& event : stored.events) {
    text += event.type + ' ' + std::to_string(to_micros(event.at)) + ' ' + std::to_string(event.actor.value_or(0)) + '\n' +
            event.content + '\n' + event.texts + '\n';
  }
  return text;
}

}  // namespace itsmflow::fuzz
