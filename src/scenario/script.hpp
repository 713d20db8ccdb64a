#pragma once

#include <itsmflow/diagnostic.hpp>
#include <itsmflow/directory.hpp>
#include <itsmflow/model.hpp>
#include <itsmflow/obstacle.hpp>
#include <itsmflow/value.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace itsmflow::scenario {

/// What is expected of a case at one point. Every part is an expectation of its own and says where it stands.
struct Expectation {
  struct State {
    std::uint32_t object = 0;
    std::uint32_t state = 0;
    Span span;
  };
  struct FieldValue {
    FieldRef field;
    Value value;  ///< null: not filled
    Span span;
  };
  struct Offered {
    std::string person;
    std::vector<std::string> activities;  ///< exactly these, in any order
    Span span;
  };
  struct Flag {
    bool value = false;
    Span span;
  };

  std::vector<State> states;
  std::vector<FieldValue> fields;
  std::vector<Offered> offered;
  std::optional<Flag> over;
  std::optional<Flag> cancelled;
};

/// What a step does. The order is that of the table of words in words.cpp.
enum class Verb { start, perform, begin, end, claim, hand_over, suspend, resume, withdraw, set, cancel, after, expect };

struct Step {
  Verb verb = Verb::perform;
  std::string name;  ///< for people: the activity, or "start"
  Span span;         ///< the word that says what is done
  std::string activity;
  std::string actor;
  std::string result;
  Data data;
  std::string to;    ///< of a hand-over
  std::string note;  ///< of a hand-over (`confirm`), a suspension, a withdrawal, a cancellation (`why`)
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
