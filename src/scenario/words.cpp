#include "scenario/words.hpp"

#include <algorithm>
#include <array>

namespace itsmflow::scenario {
namespace {

using lang::Key;
using lang::Presence;
using lang::Shape;
using lang::Support;

constexpr std::array kScenarioKeys{
    Key{"scenario", Shape::text, Presence::required, Support::built, "what it shows", "TEXT"},
    Key{"process", Shape::word, Presence::required, Support::built, "the process that is played", "NAME"},
    Key{"doc", Shape::text, Presence::optional, Support::built, "more for people, as long as needed", "TEXT"},
    Key{"people", Shape::mapping, Presence::required, Support::built, "who takes part, and in which roles", "{PERSON: [ROLE]}"},
    Key{"at", Shape::scalar, Presence::optional, Support::built, "when it begins", "2014-03-03T09:00+01:00"},
    Key{"steps", Shape::list, Presence::required, Support::built, "what is done, and what must be refused",
        "[ACTIVITY: {by: PERSON}]"},
    Key{"expect", Shape::mapping, Presence::optional, Support::built, "how the case stands afterwards", "{OBJECT: STATE}"},
};

constexpr StepKey kActivity{"activity", true, "ACTIVITY"};
constexpr StepKey kBy{"by", true, "PERSON"};
constexpr StepKey kItem{"item", false, "ITEM"};
constexpr StepKey kResult{"result", false, "RESULT"};
constexpr StepKey kAnswer{"answer", false, "ANSWER"};

constexpr std::array kStartKeys{kBy};
constexpr StepKey kBecause{"because", false, "TEXT"};
constexpr StepKey kMotive{"motive", false, "MOTIVE"};
constexpr StepKey kAs{"as", false, "skip"};
constexpr StepKey kSkipping{"skipping", false, "[ACTIVITY]"};

constexpr std::array kShortKeys{kBy, kItem, kResult, kAnswer, kMotive, kBecause, kAs, kSkipping};
constexpr std::array kWorkKeys{kActivity, kBy, kItem};
constexpr std::array kEndKeys{kActivity, kBy, kItem, kResult, kAnswer, kMotive, kBecause, kAs, kSkipping};
constexpr std::array kHandOverKeys{kActivity, kBy, kItem, StepKey{"to", true, "PERSON"}, StepKey{"confirm", false, "TEXT"}};
constexpr std::array kSuspendKeys{kActivity, kBy, kItem, StepKey{"note", true, "TEXT"}};
constexpr std::array kWithdrawKeys{kActivity, kBy, kItem, StepKey{"note", false, "TEXT"}};
constexpr std::array kSendKeys{StepKey{"message", true, "NAME"}};
constexpr std::array kReplyKeys{kActivity, kResult, StepKey{"fails", false, "TEXT"}};
constexpr std::array kCancelKeys{kBy, StepKey{"why", true, "TEXT"}};
constexpr std::array kConfirmKeys{StepKey{"deviation", true, "1"}, kBy, kBecause};
constexpr std::array kJudgeKeys{StepKey{"outcome", true, "OUTCOME"}, kBy, kBecause};

constexpr std::array kStepWords{
    StepWord{"start", Verb::start, kStartKeys, true},
    StepWord{"do", Verb::perform, kEndKeys, true},
    StepWord{"begin", Verb::begin, kWorkKeys, false},
    StepWord{"end", Verb::end, kEndKeys, true},
    StepWord{"claim", Verb::claim, kWorkKeys, false},
    StepWord{"hand_over", Verb::hand_over, kHandOverKeys, false},
    StepWord{"suspend", Verb::suspend, kSuspendKeys, false},
    StepWord{"resume", Verb::resume, kWorkKeys, false},
    StepWord{"withdraw", Verb::withdraw, kWithdrawKeys, false},
    StepWord{"set", Verb::set, kWorkKeys, true},
    StepWord{"cancel", Verb::cancel, kCancelKeys, false},
    StepWord{"confirm", Verb::confirm, kConfirmKeys, false},
    StepWord{"disapprove", Verb::disapprove, kConfirmKeys, false},
    StepWord{"judge", Verb::judge, kJudgeKeys, false},
    StepWord{"send", Verb::send, kSendKeys, false},
    StepWord{"answer", Verb::answer, kReplyKeys, true},
    StepWord{"after", Verb::after, {}, false},
    StepWord{"expect", Verb::expect, {}, false},
};

constexpr StepWord kShortForm{"", Verb::perform, kShortKeys, true};

constexpr std::array kObstacles{
    Obstacle::Kind::case_over,   Obstacle::Kind::taken,       Obstacle::Kind::conflict,     Obstacle::Kind::not_reached,
    Obstacle::Kind::wrong_state, Obstacle::Kind::guard_false, Obstacle::Kind::missing_data, Obstacle::Kind::wrong_role,
    Obstacle::Kind::four_eyes,   Obstacle::Kind::same_person, Obstacle::Kind::rule,         Obstacle::Kind::would_strand,
};

}  // namespace

const lang::Construct kScenario{"scenario", kScenarioKeys, "{scenario: TEXT}"};

const StepWord* find_step_word(std::string_view word) noexcept {
  const auto found = std::ranges::find(kStepWords, word, &StepWord::word);
  return found == kStepWords.end() ? nullptr : &*found;
}

const StepWord& short_form() noexcept {
  return kShortForm;
}

std::vector<std::string> step_words() {
  std::vector<std::string> words;
  for (const StepWord& word : kStepWords) words.emplace_back(word.word);
  return words;
}

std::vector<std::string> obstacle_words() {
  std::vector<std::string> words;
  for (const Obstacle::Kind kind : kObstacles) words.emplace_back(to_string(kind));
  return words;
}

std::optional<Obstacle::Kind> find_obstacle(std::string_view word) noexcept {
  for (const Obstacle::Kind kind : kObstacles) {
    if (to_string(kind) == word) return kind;
  }
  return std::nullopt;
}

}  // namespace itsmflow::scenario
