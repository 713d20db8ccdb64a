#include "lang/keys.hpp"

#include "lang/common_keys.hpp"

#include <algorithm>
#include <array>

namespace itsmflow::lang {
namespace {

constexpr Key kVocabulary{"vocabulary", Shape::mapping, kMay, kBuilt, "terms and what they mean", "{TERM: {means: TEXT}}", "term"};
constexpr Key kRoles{"roles", Shape::mapping, kMay, kBuilt, "who takes part", "{ROLE: {title: TEXT}}", "role"};
constexpr Key kObjects{
    "objects", Shape::mapping, kMay, kBuilt, "what the work is about: states and fields", "{OBJECT: {states: [ONE, OTHER]}}",
    "object"};
constexpr Key kTables{"tables",
                      Shape::mapping,
                      kMay,
                      kBuilt,
                      "decisions as people draw them",
                      "{TABLE: {sets: OBJECT.FIELD, by: [OBJECT.FIELD], rows: {VALUE: VALUE}}}",
                      "table"};

constexpr std::array kModelKeys{
    Key{"itsmflow", Shape::number, kMust, kBuilt, "version of the language", "1"},
    Key{"process", Shape::word, kMust, kBuilt, "id of the process, in kebab-case", "NAME", {}, Shape::scalar, Ids::process},
    kTitle,
    Key{"version", Shape::version, kMust, kBuilt, "semantic version of this model", "1.0.0"},
    kWhy,
    kDoc,
    Key{"practice", Shape::word, kMay, kBuilt, "the practice of ITIL that its work belongs to", "incident"},
    Key{"case", Shape::word, kMay, kBuilt, "the object that a case is about", "OBJECT"},
    kVocabulary,
    kRoles,
    kObjects,
    kTables,
    Key{"start", Shape::mapping, kMay, kBuilt, "who starts a case, and with which data", "{role: ROLE, requires: [OBJECT.FIELD]}",
        "start"},
    Key{"activities", Shape::mapping, kMust, kBuilt, "the work", "{ACTIVITY: {role: ROLE}}", "activity"},
    Key{"transitions", Shape::list, kMay, kBuilt, "what follows what", "[FROM -> TO]", "map-row"},
    Key{"rules", Shape::list, kMay, kBuilt, "what holds over whole cases", "[four_eyes: [ONE, OTHER]]", "rule"},
    Key{"deviations", Shape::mapping, kMay, kBuilt, "where, why and by whom the model may be deviated from",
        "{motives: {MOTIVE: {class: cannot}}, allow: [{what: KIND}]}", "deviations"},
    Key{"outcomes", Shape::list_or_mapping, kMay, kBuilt, "what a case can come to", "[success: GUARD]", "outcomes"},
    Key{"adapts", Shape::word, kMay, kBuilt, "the model that this one adapts, and its version", "change@1"},
    Key{"because", Shape::text, kMay, kBuilt, "why it differs from the adapted model", "TEXT"},
    Key{"omit", Shape::mapping, kMay, kBuilt, "activities of the adapted model that are left out",
        "{ACTIVITY: {as: RESULT, because: TEXT}}", "omission"},
    Key{"uses", Shape::words, kMay, kBuilt, "files with roles, terms, tables and objects that several models share", "common"},
    Key{"clocks", Shape::mapping, kMay, kPlanned, "times to be kept", "{resolve: …}"},
    Key{"kpis", Shape::mapping, kMay, kPlanned, "what is measured", "{in_target: …}"},
};

constexpr std::array kSharedKeys{
    Key{"itsmflow", Shape::number, kMust, kBuilt, "version of the language", "1"},
    Key{"shared",
        Shape::word,
        kMust,
        kBuilt,
        "the name under which models use it, in kebab-case",
        "NAME",
        {},
        Shape::scalar,
        Ids::shared},
    kTitle,
    kWhy,
    kDoc,
    kVocabulary,
    kRoles,
    kObjects,
    kTables,
};

constexpr std::array kOmissionKeys{
    Key{"as", Shape::word, kMay, kBuilt, "the result with which it is passed; of an activity with results", "RESULT"},
    Key{"because", Shape::text, kMay, kBuilt, "why it is left out", "TEXT"},
};

constexpr std::array kTermKeys{
    Key{"means", Shape::text, kMust, kBuilt, "what the term means here", "TEXT"},
    Key{"also", Shape::list, kMay, kBuilt, "other words for the same", "[WORD, OTHER]"},
    kTitle,
    kWhy,
    kDoc,
};

constexpr std::array kRoleKeys{
    kTitle,
    kWhy,
    kDoc,
    Key{"practice", Shape::word, kMay, kBuilt,
        "the practice whose work it does, if that isn't the model's; `none`: it only uses the process", "none"},
};

constexpr std::array kObjectKeys{
    Key{"states", Shape::list, kMay, kBuilt, "its states; it starts in the first", "[ONE, OTHER]", {}, Shape::scalar, Ids::state},
    Key{"final", Shape::list, kMay, kBuilt, "the states in which it is finished", "[STATE]"},
    Key{"fields", Shape::mapping, kMay, kBuilt, "its data", "{FIELD: TYPE}", "field"},
    Key{"many", Shape::flag, kMay, kBuilt, "a case holds several of it", "true"},
    kTitle,
    kWhy,
    kDoc,
};

constexpr std::array kFieldKeys{
    Key{"type", Shape::word, kMay, kBuilt, "what it holds; where there are `fields`, it may be left out: `record`", "TYPE"},
    Key{"values", Shape::list, kMay, kBuilt, "the values of an enum", "[ONE, OTHER]", {}, Shape::scalar, Ids::value},
    Key{"fields", Shape::mapping, kMay, kBuilt, "the fields of a record", "{FIELD: TYPE}", "field"},
    Key{"min", Shape::scalar, kMay, kBuilt, "the smallest value", "1"},
    Key{"max", Shape::scalar, kMay, kBuilt, "the largest value", "100"},
    Key{"default", Shape::any, kMay, kBuilt, "the value that it starts with", "0"},
    Key{"is", Shape::guard, kMay, kBuilt, "computed from other fields whenever it is read", "OBJECT.FIELD + 1"},
    Key{"optional", Shape::flag, kMay, kBuilt, "in a record: it may be left out", "true"},
    Key{"sensitive", Shape::flag, kMay, kBuilt, "what it holds is kept out of what people read", "true"},
    kTitle,
    kWhy,
    kDoc,
};

constexpr std::array kTableKeys{
    Key{"sets", Shape::word, kMust, kBuilt, "the field that it decides", "OBJECT.FIELD"},
    Key{"by", Shape::words, kMust, kBuilt, "what it decides by: fields, or states of objects", "[OBJECT.FIELD, OBJECT.state]"},
    Key{"rows",
        Shape::mapping,
        kMust,
        kBuilt,
        "for each value of the first column those of the next, or what the field is",
        "{VALUE: VALUE}",
        {},
        Shape::any},
    kTitle,
    kWhy,
    kDoc,
};

constexpr std::array kStartKeys{
    Key{"role", Shape::words, kMay, kBuilt, "who may start a case; nobody named: anybody", "ROLE"},
    Key{"requires", Shape::list, kMay, kBuilt, "fields that must be given", "[OBJECT.FIELD]"},
    Key{"asks", Shape::list, kMay, kBuilt, "fields that may be given", "[OBJECT.FIELD]"},
    kTitle,
    kWhy,
    kDoc,
};

constexpr Key kMoves{"moves", Shape::mapping, kMay, kBuilt, "objects that go from a state to another", "{OBJECT: FROM -> TO}"};
constexpr Key kNeeds{"needs", Shape::mapping, kMay, kBuilt, "states in which objects must be, and stay", "{OBJECT: ONE | OTHER}"};
constexpr Key kRequires{"requires", Shape::list, kMay, kBuilt, "fields that must be given", "[OBJECT.FIELD]"};
constexpr Key kAsks{"asks", Shape::list, kMay, kBuilt, "fields that may be given", "[OBJECT.FIELD]"};
constexpr Key kSets{"sets", Shape::mapping, kMay, kBuilt, "fields that are computed", "{OBJECT.FIELD: EXPRESSION}"};
constexpr Key kWhen{"when", Shape::guard, kMay, kBuilt, "what must hold", "OBJECT.FIELD == 1"};

constexpr Key kCancels{"cancels", Shape::words, kMay, kBuilt, "activities that lose what they have when this one ends", "ACTIVITY"};
constexpr Key kStarts{"starts",    Shape::any,       kMay, kBuilt, "cases of other processes that begin when this one ends",
                      "[PROCESS]", "started process"};
constexpr Key kRoleOf{"role", Shape::words, kMay, kBuilt, "the role that does it, or several of which any may", "ROLE"};
constexpr Key kProcess{"process", Shape::word, kMust, kBuilt, "id of the other process", "PROCESS"};
constexpr Key kWith{
    "with", Shape::mapping, kMay, kBuilt, "fields of the other process and what goes into them", "{OBJECT.FIELD: EXPRESSION}"};

constexpr std::array kRetryKeys{
    Key{"times", Shape::number, kMust, kBuilt, "how often it is tried again", "3"},
    Key{"wait", Shape::scalar, kMay, kBuilt, "how long it waits before that", "1 minute"},
};

constexpr std::array kMessageKeys{
    Key{"message", Shape::word, kMust, kBuilt, "its name", "NAME"},
    Key{"about", Shape::guard, kMay, kBuilt, "which of them are meant", "message.FIELD == OBJECT.FIELD"},
};

constexpr std::array kRunKeys{
    kProcess,
    kWith,
    Key{"returns", Shape::mapping, kMay, kBuilt, "fields of this process and what they get from the other at its end",
        "{OBJECT.FIELD: OTHER.FIELD}"},
    Key{"on_cancel", Shape::word, kMay, kBuilt, "what becomes of the other case if this is withdrawn: `leave` or `stop`", "stop"},
};

constexpr std::array kPartKeys{
    kRoleOf, kWhen, kRequires, kAsks, kTitle, kWhy, kDoc,
};

constexpr std::array kVoteKeys{
    Key{"of", Shape::words, kMust, kBuilt, "the role that votes, or several", "ROLE"},
    Key{"for", Shape::word, kMust, kBuilt, "the result when it is carried", "RESULT"},
    Key{"against", Shape::word, kMust, kBuilt, "the result when it isn't", "RESULT"},
    Key{"quorum", Shape::number, kMay, kBuilt, "how many votes decide", "3"},
    Key{"pass", Shape::scalar, kMay, kBuilt, "the share of the votes cast that carries it", "2/3"},
    Key{"veto", Shape::words, kMay, kBuilt, "roles whose vote against decides", "[ROLE]"},
};

constexpr std::array kStartedKeys{
    kProcess,
    kWith,
    Key{"into", Shape::word, kMay, kBuilt, "the field that keeps the number of the new case", "OBJECT.FIELD"},
};

constexpr std::array kActivityKeys{
    kRoleOf,
    Key{"by", Shape::word, kMay, kBuilt, "`engine`: done by itself, as soon as it can be", "engine"},
    Key{"service", Shape::word, kMay, kBuilt, "done by a handler that the program registers under this name", "NAME"},
    Key{"retry", Shape::mapping, kMay, kBuilt, "how often a handler is tried again", "{times: 3, wait: 1 minute}", "retry"},
    Key{"waits_for", Shape::mapping, kMay, kBuilt, "done by a message that comes", "{message: NAME}", "message"},
    Key{"runs", Shape::mapping, kMay, kBuilt, "done by a case of another process", "{process: PROCESS}", "run"},
    kMoves,
    kNeeds,
    kRequires,
    kAsks,
    kSets,
    kWhen,
    Key{"results", Shape::mapping, kMay, kBuilt, "named ways to end", "{ONE: {}, OTHER: {}}", "result"},
    Key{"parts", Shape::mapping, kMay, kBuilt, "several people do it, each a part", "{ONE: {role: ROLE}}", "part"},
    Key{"for_each", Shape::mapping, kMay, kBuilt, "done once for each element of a list", "{ELEMENT: OBJECT.FIELD}"},
    Key{"votes", Shape::mapping, kMay, kBuilt, "a decision by vote", "{of: ROLE, for: RESULT, against: RESULT}", "votes"},
    Key{"done", Shape::word, kMay, kBuilt, "of parts or elements: how many must be done", "all"},
    Key{"answers", Shape::list, kMay, kBuilt, "what one person may answer", "[ONE, OTHER]"},
    kCancels,
    kStarts,
    kTitle,
    kWhy,
    kDoc,
};

constexpr std::array kResultKeys{
    kMoves,
    kNeeds,
    kRequires,
    kAsks,
    kSets,
    kWhen,
    Key{"after", Shape::scalar, kMay, kBuilt, "the engine ends it this way so long after it was first offered", "2 days"},
    kCancels,
    kStarts,
    kTitle,
    kWhy,
    kDoc,
};

// One of the first two makes a mapping a row.
constexpr std::array kMapRowKeys{
    Key{"fork", Shape::word, kMay, kBuilt, "where an inclusive fork begins", "FROM"},
    Key{"join", Shape::list, kMay, kBuilt, "the ends of the branches that it waits for", "[ONE, OTHER]"},
    Key{"to", Shape::any, kMust, kBuilt, "what follows: of a fork with what each depends on, of a join one activity",
        "{ONE: always, OTHER: GUARD}"},
    Key{"wait", Shape::word, kMay, kBuilt, "of a join: for all branches that were begun, or for so many", "active"},
};

constexpr std::array kDirectoryKeys{
    Key{"people", Shape::mapping, kMust, kBuilt, "who there is, and their roles", "{PERSON: [ROLE]}", "person"},
};

constexpr std::array kPersonKeys{
    Key{"name", Shape::text, kMay, kBuilt, "what people call them", "TEXT"},
    Key{"roles", Shape::list, kMay, kBuilt, "the roles they have", "[ROLE]"},
};

constexpr std::array<std::string_view, 29> kReserved{
    "start", "end",    "any",      "none",  "all",      "always", "otherwise", "engine",  "true",      "false",
    "null",  "in",     "as",       "break", "const",    "else",   "for",       "if",      "import",    "let",
    "loop",  "return", "function", "var",   "continue", "void",   "while",     "package", "namespace",
};

constexpr std::array kConstructs{
    &kModel,          &kTerm,       &kRole,     &kObject,    &kField,        &kTable,       &kStart,   &kActivity, &kResult,
    &kMapRow,         &kRule,       &kOmission, &kShared,    &kRetry,        &kMessageWait, &kRun,     &kPart,     &kVotes,
    &kStartedProcess, &kDeviations, &kMotive,   &kAllowance, &kConfirmation, &kOutcomes,    &kOutcome,
};

}  // namespace

const Construct kModel{"model", kModelKeys, "{itsmflow: 1, …}"};
const Construct kTerm{"term", kTermKeys, "{means: TEXT}", Ids::term, "means"};
const Construct kRole{"role", kRoleKeys, "{title: TEXT}", Ids::role, "title"};
const Construct kObject{"object", kObjectKeys, "{states: [ONE, OTHER]}", Ids::object};
const Construct kField{"field", kFieldKeys, "{type: TYPE}", Ids::field, "type"};
const Construct kTable{"table", kTableKeys, "{sets: OBJECT.FIELD, by: [OBJECT.FIELD], rows: {VALUE: VALUE}}", Ids::table};
const Construct kStart{"start", kStartKeys, "{role: ROLE}"};
const Construct kActivity{"activity", kActivityKeys, "{role: ROLE}", Ids::activity};
const Construct kResult{"result", kResultKeys, "{moves: {OBJECT: FROM -> TO}}", Ids::result};
const Construct kMapRow{"map-row", kMapRowKeys, "{fork: FROM, to: {ONE: always, OTHER: otherwise}}", Ids::none, {}, true};
const Construct kOmission{"omission", kOmissionKeys, "{as: RESULT, because: TEXT}", Ids::activity};
const Construct kShared{"shared file", kSharedKeys, "{itsmflow: 1, …}"};

const Construct kRetry{"retry", kRetryKeys, "{times: 3, wait: 1 minute}"};
const Construct kMessageWait{"message", kMessageKeys, "{message: NAME}"};
const Construct kRun{"run", kRunKeys, "{process: PROCESS}"};
const Construct kPart{"part", kPartKeys, "{role: ROLE}", Ids::part};
const Construct kVotes{"votes", kVoteKeys, "{of: ROLE, for: RESULT, against: RESULT}"};
const Construct kStartedProcess{"started process", kStartedKeys, "{process: PROCESS}", Ids::none, "process"};

const Construct kDirectory{"directory", kDirectoryKeys, "{people: {PERSON: [ROLE]}}"};
const Construct kPerson{"person", kPersonKeys, "{roles: [ROLE]}"};

const Key* Construct::find(std::string_view key) const noexcept {
  const auto found = std::ranges::find(keys, key, &Key::name);
  return found == keys.end() ? nullptr : &*found;
}

std::span<const Construct* const> constructs() noexcept {
  return kConstructs;
}

std::span<const std::string_view> reserved_words() noexcept {
  return kReserved;
}

bool is_reserved(std::string_view word) noexcept {
  return std::ranges::find(kReserved, word) != kReserved.end();
}

}  // namespace itsmflow::lang
