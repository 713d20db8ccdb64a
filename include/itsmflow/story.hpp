#pragma once

#include <itsmflow/deviation.hpp>
#include <itsmflow/directory.hpp>
#include <itsmflow/engine.hpp>
#include <itsmflow/event.hpp>
#include <itsmflow/export.hpp>
#include <itsmflow/ids.hpp>
#include <itsmflow/model.hpp>
#include <itsmflow/value.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace itsmflow {

// What happened in a case, for people who were not there.

/// An event in one sentence, with the ids of the model: "bo did 'transfer' as operator: understood". Fit for one line of a terminal:
/// control characters, marks that change the direction of writing and bytes that aren't UTF-8 are written out ("\x1b", "\u202e").
ITSMFLOW_EXPORT std::string sentence(const Event& event);

// The values of a story are as they came, from people and models; render() makes them harmless. Sentences use titles and names
// where there are any.

/// A field that was written.
struct StoryData {
  std::string field;  ///< "rfc.accounts"
  std::string title;  ///< may be empty
  std::string value;  ///< as people read it; empty: it was emptied
};

/// An object went into another state.
struct StoryMove {
  std::string object;
  std::string title;   ///< of the object; may be empty
  std::string item{};  ///< of an object with `many`: its number
  std::string from;
  std::string to;
};

/// An event of the time line.
struct StoryEntry {
  std::int64_t number = 0;  ///< of the event in its case
  std::int64_t step = 0;    ///< number of the first event of its step
  Timestamp at;
  std::optional<Duration> pause{};  ///< since the event before, if it is an hour or more
  EventType type = EventType::started;
  std::string text{};          ///< the sentence, without the words that were given
  std::string note{};          ///< these words
  std::int64_t deviation = 0;  ///< which one it is, or is about; 0: none
  std::vector<StoryData> data{};
  std::vector<StoryMove> moves{};
};

/// What one person did, and as what.
struct StoryDeed {
  std::string what;  ///< "did 'Implement and ensure change' (implement)"
  std::string role;  ///< its title, or its id; empty: as nobody in particular
  std::vector<std::int64_t> events;
};

/// A person who had a part in the case.
struct StoryPerson {
  std::string id;
  std::string name;  ///< may be empty
  std::vector<StoryDeed> deeds;
};

/// A state that an object was in.
struct StoryState {
  std::string state;
  std::int64_t event = 0;  ///< that brought it there
  Timestamp at;
  std::string by;            ///< "'Implement and ensure change' (implement)", "the start"
  bool passed_over = false;  ///< the activity was passed over
};

/// An object, or one element of an object with `many`, and the states that it was in, in order.
struct StoryObject {
  std::string id;
  std::string title;
  std::string item{};
  std::vector<StoryState> states;
  bool assumed = false;  ///< the last state was reached by a skip that nobody has confirmed
};

/// A document that was given.
struct StoryDocument {
  std::string place;
  std::string digest;  ///< empty: none was given with it
  std::string field;
  std::string title;  ///< of the field
  std::string giver;  ///< a person; empty: nobody in person
  std::int64_t event = 0;
  Timestamp at;
};

/// What was said of a deviation afterwards.
struct StoryJudgement {
  EventType type = EventType::confirmed;  ///< confirmed, disapproved or confirmation_late
  std::string person;                     ///< empty: nobody said anything in time
  std::string role;
  std::string because;
  std::int64_t event = 0;
  Timestamp at;
};

/// A deviation, and what was said of it.
struct StoryDeviation {
  std::int64_t number = 0;
  std::int64_t event = 0;
  Timestamp at;
  DeviationKind kind = DeviationKind::skip;
  std::string what;      ///< "'Transfer and validate RFC' (transfer) was passed over as …"
  std::string activity;  ///< id
  std::string purpose;   ///< why the model has the activity; may be empty
  std::string motive;    ///< id
  std::string motive_title;
  std::optional<MotiveClass> motive_class;
  std::string because;  ///< in the words of who deviated; may be empty
  std::string person;
  std::string role;                   ///< may be empty
  std::vector<std::string> overrode;  ///< what stood in the way
  std::vector<StoryJudgement> judgements;
  ConfirmationStatus confirmation = ConfirmationStatus::none;
  std::vector<std::string> confirm_by;  ///< roles, by title
  std::optional<Timestamp> due;
};

/// How the case turned out.
struct StoryOutcome {
  std::string id;  ///< empty: the model has no outcomes, or the case is open
  std::string title;
  Outcome::Counts counts_as = Outcome::Counts::neither;
  std::string judge;    ///< who gave it; empty: it follows from the data, or nobody did
  std::string because;  ///< his words
  std::string guard;    ///< the one that decided it, as the model has it; empty: none did
  std::string why;      ///< why the model has the outcome, if its guard decided it; may be empty
};

/// Something in a case that deserves a look. It follows from events and model alone.
struct StoryWarning {
  std::string text;
  std::vector<std::int64_t> events;  ///< that show it
};

/// The story of a case, to be rendered or shown in another way.
struct Story {
  CaseId id;
  std::string process;
  std::string version;
  std::string title;  ///< of the process
  std::string why;    ///< of the process
  CaseStatus status = CaseStatus::open;
  Timestamp started;
  std::optional<Timestamp> ended;
  std::string zone;                  ///< in which moments are told
  std::vector<StoryData> about;      ///< what was given at the start
  std::vector<std::string> summary;  ///< sentences: who began it and when, how it ended, whether it complied, what came of it
  std::vector<StoryWarning> warnings;
  std::vector<StoryEntry> entries;
  std::vector<StoryDeviation> deviations;
  StoryOutcome outcome;
  std::vector<StoryPerson> people;   ///< in the order in which they came in
  std::vector<StoryObject> objects;  ///< those with states
  std::vector<StoryDocument> documents;
  std::vector<std::string> open;  ///< what is still to be done, said or waited for
};

/// In whose time it is told, and with which names.
struct StoryOptions {
  std::string zone = "UTC";           ///< as utc_offset() takes it
  const Directory* people = nullptr;  ///< names for persons; null: they are called by their ids
};

/// The story of a case from its model, all its events in order, and how it stands. What happened is taken from the events; from
/// `view` only what follows from them and isn't in them: the outcome, what is still open, and who has to confirm what.
/// Throws UsageError if there is no such time zone.
ITSMFLOW_EXPORT Story tell_story(const Model& model, const std::vector<Event>& events, const CaseView& view,
                                 const StoryOptions& options = {});
/// The same of a case that an engine has. Throws as Engine::show() does.
ITSMFLOW_EXPORT Story tell_story(const Engine& engine, CaseId id, const StoryOptions& options = {});

/// What a story is rendered as.
enum class StoryFormat {
  text,      ///< for a terminal or a mail: lines of at most StoryStyle::width characters
  markdown,  ///< CommonMark with the tables of GitHub
  html,      ///< one page that needs nothing else: no script, no picture, no other file
};
/// The format of a name as it is written on a command line: "text", "markdown", "html".
ITSMFLOW_EXPORT std::optional<StoryFormat> parse_story_format(std::string_view name) noexcept;

/// How a story is rendered.
struct StoryStyle {
  std::size_t width = 80;  ///< of `text`; at least 40
};

/// A story as text in UTF-8 that ends with a line feed. The same story gives the same bytes. Whatever people or models put into it is
/// shown as it is and does nothing: no markup, no terminal code, no mark that reorders text.
ITSMFLOW_EXPORT std::string render(const Story& story, StoryFormat format, const StoryStyle& style = {});

}  // namespace itsmflow
