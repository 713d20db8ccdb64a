#pragma once

#include <span>
#include <string_view>

namespace itsmflow::lang {

/// What the value of a key looks like.
enum class Shape {
  text,             ///< words for people, any UTF-8
  word,             ///< one id
  words,            ///< one id, or a list of them
  list,             ///< a list
  named,            ///< a list of ids, each alone or with what `of` says behind it: `[ONE, OTHER: {…}]`
  mapping,          ///< a mapping with the keys of `of`, or from ids to what `of` says
  number,           ///< a whole number
  flag,             ///< true or false
  guard,            ///< an expression that holds or doesn't
  version,          ///< a semantic version
  scalar,           ///< one value, read by its own rules
  list_or_mapping,  ///< a mapping with the keys of `of`, or just the list that its short key has
  any,              ///< several forms, read by its own rules
};

enum class Presence { optional, required };

/// `planned`: the language has it, and this version refuses it instead of ignoring it.
enum class Support { built, planned };

/// What an id names. Things of one kind are told apart by an id in a mapping from ids, or (`none`) not at all.
enum class Ids { none, term, role, object, field, table, activity, result, part, process, shared, state, value, motive, outcome };

/// One key of a construct. Plain data: the loader reads by it, and whatever else must agree with the loader is written from it.
struct Key {
  std::string_view name;
  Shape shape = Shape::any;
  Presence presence = Presence::optional;
  Support support = Support::built;
  std::string_view meaning;    ///< half a sentence for people
  std::string_view example;    ///< its form, as it stands in a model after the key's colon; upper case is to be filled in
  std::string_view of = {};    ///< the construct that its content (or each value of it) is; empty: none of those below
  Shape each = Shape::scalar;  ///< of a list or mapping without `of`: what each of its items or values is
  Ids ids = Ids::none;         ///< its words are new ids of this kind
};

/// A thing that is written as a mapping.
struct Construct {
  std::string_view name;
  std::span<const Key> keys;
  std::string_view example;         ///< its form, as it stands behind its id
  Ids ids = Ids::none;              ///< whether a mapping holds many of it, each behind its id
  std::string_view short_key = {};  ///< the key that a short form in its place gives: `agent: Agent` is `agent: {title: Agent}`
  bool or_text = false;             ///< a text may stand in its place that is read by its own rules

  const Key* find(std::string_view key) const noexcept;
};

extern const Construct kModel, kTerm, kRole, kObject, kField, kTable, kStart, kActivity, kResult, kRule, kMapRow, kOmission, kRetry,
    kMessageWait, kRun, kPart, kVotes, kStartedProcess, kDeviations, kMotive, kAllowance, kConfirmation, kOutcomes, kOutcome;

/// What several models share; a file of its own.
extern const Construct kShared;

/// A directory file and its persons; no part of a model.
extern const Construct kDirectory, kPerson;

/// All constructs of models and of shared files, in the order of the reference.
std::span<const Construct* const> constructs() noexcept;

/// Words that are no ids: those of the language and those of CEL.
std::span<const std::string_view> reserved_words() noexcept;
bool is_reserved(std::string_view word) noexcept;

}  // namespace itsmflow::lang
