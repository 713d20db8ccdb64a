#pragma once

#include <itsmflow/deviation.hpp>
#include <itsmflow/diagnostic.hpp>
#include <itsmflow/directory.hpp>
#include <itsmflow/engine.hpp>
#include <itsmflow/model.hpp>
#include <itsmflow/obstacle.hpp>
#include <itsmflow/value.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace itsmflow::scenario {

/// What is expected of a case at one point. Every part is an expectation of its own and says where it stands.
struct Expectation {
  struct State {
    std::uint32_t object = 0;
    std::uint32_t state = 0;
    Span span;
    std::string element{};  ///< of an object with `many`: the number of one
  };
  struct FieldValue {
    FieldRef field;
    Value value;  ///< null: not filled
    Span span;
    std::string element{};
  };
  struct Offered {
    std::string person;
    std::vector<std::string> activities;  ///< exactly these, in any order; of several items "assess.security" is one, "assess" any
    Span span;
  };
  struct Names {
    std::vector<std::string> names;  ///< exactly these, in any order
    Span span;
  };
  struct DueAt {
    std::string timer;  ///< "decide.late", or "deploy"
    Timestamp due;
    Span span;
  };
  struct ItemsDone {
    std::string activity;
    std::vector<std::pair<std::string, std::optional<std::string>>> items;  ///< exactly these; an answer where one is expected
    Span span;
  };
  struct Named {
    std::string name;
    Span span;
  };
  struct Count {
    std::size_t number = 0;
    Span span;
  };
  struct Flag {
    bool value = false;
    Span span;
  };

  std::vector<State> states;
  std::vector<FieldValue> fields;
  std::vector<Offered> offered;
  std::vector<ItemsDone> items;
  std::optional<Names> waits;
  std::optional<Names> timers;
  std::vector<DueAt> due;
  std::optional<Names> messages;
  std::optional<Flag> over;
  std::optional<Flag> cancelled;
  std::optional<Names> deviations;  ///< kinds: exactly these, in this order
  std::optional<Count> unconfirmed;
  std::optional<Names> assumed;  ///< objects
  std::optional<Named> outcome;
  std::optional<Flag> complies;
};

/// What a step does. The order is that of the table of words in words.cpp.
enum class Verb {
  start,
  perform,
  begin,
  end,
  claim,
  hand_over,
  suspend,
  resume,
  withdraw,
  set,
  cancel,
  confirm,
  disapprove,
  judge,
  send,
  answer,
  after,
  expect
};

struct Step {
  Verb verb = Verb::perform;
  std::string name;                    ///< for people: the activity, or "start"
  Span span;                           ///< the word that says what is done
  std::shared_ptr<const Model> model;  ///< of the case that it is taken in: the scenario's, or one that it runs or started
  std::string activity;
  std::string item;  ///< of an activity of several items
  std::string actor;
  std::string result;   ///< or the answer of an item
  std::string message;  ///< of `send`: its name, and its values are the data
  std::string failure;  ///< of `answer`: why the service failed
  Data data;
  std::string to;    ///< of a hand-over
  std::string note;  ///< of a hand-over (`confirm`), a suspension, a withdrawal, a cancellation (`why`); `because`
  std::optional<Motive> motive;
  std::int64_t deviation = 0;  ///< of `confirm` and `disapprove`
  std::string outcome;         ///< of `judge`
  Duration wait;
  Expectation expected;
  std::vector<Obstacle::Kind> refused;  ///< empty: it is to be done
  Span refused_span;
};

/// A scenario whose every word is known to be right.
struct Script {
  std::string title;
  std::string process;
  std::shared_ptr<const Model> model;
  std::vector<Directory::Person> people;
  Timestamp at;
  std::vector<Step> steps;
};

}  // namespace itsmflow::scenario
