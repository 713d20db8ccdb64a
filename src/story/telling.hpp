#pragma once

#include <itsmflow/engine.hpp>
#include <itsmflow/event.hpp>
#include <itsmflow/model.hpp>
#include <itsmflow/story.hpp>

#include <string>
#include <string_view>
#include <vector>

#include "story/moments.hpp"
#include "story/names.hpp"
#include "story/trail.hpp"

namespace itsmflow::story {

/// What a story is told from.
struct Telling {
  const Model& model;
  const std::vector<Event>& events;
  const CaseView& view;
  const Names& names;
  const Moments& moments;
  const Trail& trail;
};

// The parts of a story. Those below may read those above.

std::vector<StoryEntry> entries(const Telling& telling);
std::vector<StoryPerson> people(const Telling& telling);
std::vector<StoryDocument> documents(const Telling& telling);
std::vector<StoryDeviation> deviations(const Telling& telling);
StoryOutcome outcome(const Telling& telling);
std::vector<std::string> still_open(const Telling& telling, const Story& story);
std::vector<StoryWarning> warnings(const Telling& telling, const Story& story);
std::vector<std::string> summary(const Telling& telling, const Story& story);

/// What was written, with the titles of its fields.
std::vector<StoryData> written(const Telling& telling, const Event& event);

/// "a", "a and b", "a, b and c".
std::string listing(const std::vector<std::string>& words, std::string_view last = "and");
/// Words that somebody gave, in one line: "“It is raining in.”".
std::string quoted(std::string_view words);
/// The same without the quotes: blanks and ends of lines between words are one blank each.
std::string in_one_line(std::string_view text);
/// Roles by title: "Assigner or Operator"; "anybody" where there are none.
std::string any_of(const Telling& telling, const std::vector<std::uint32_t>& roles);

}  // namespace itsmflow::story
