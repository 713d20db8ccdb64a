#pragma once

#include <itsmflow/deviation.hpp>
#include <itsmflow/export.hpp>
#include <itsmflow/model.hpp>
#include <itsmflow/value.hpp>

#include <string>
#include <vector>

namespace itsmflow {

/// What a program needs of a model to show it to people and to ask them for data: ids, titles, and what each field takes. What leads
/// where, and under which conditions, isn't in it: an engine tells what may be done.
struct ModelOutline {
  /// What people may be.
  struct Role {
    std::string id;
    std::string title;  ///< this and `why`: empty where the model has none
    std::string why;
  };

  /// A piece of data.
  struct Field {
    std::string path;  ///< "rfc.accounts"; of a member of a record, or of the records of a list, its id
    std::string title;
    std::string why;
    std::string type;                  ///< as models write it: "int", "list of enum", "ref problem"
    std::vector<std::string> choices;  ///< of an enumeration, or of a list of one
    std::string takes;                 ///< for people, as describe_type() has it: "a whole number from 1"
    Value initial;                     ///< what it holds at first; null: it isn't filled
    bool optional = false;             ///< a member of a record: may be left out
    bool derived = false;              ///< it is computed and can't be given
    bool sensitive = false;            ///< what it holds stays out of what people read
    std::vector<Field> members;        ///< of a record, or of the records of a list
  };

  /// What a process is about.
  struct Object {
    std::string id;
    std::string title;
    std::string why;
    std::vector<std::string> states;  ///< the first is the one it starts in; empty: it has data only
    std::vector<std::string> final_states;
    bool many = false;  ///< a case has several of it
  };

  /// What an activity can end with.
  struct Result {
    std::string id;  ///< empty: the only one, without a name
    std::string title;
  };

  /// One of several pieces of work of which an activity consists.
  struct Part {
    std::string id;
    std::string title;
    std::vector<std::string> roles;  ///< any of them may do it
  };

  /// What is done in a process.
  struct Activity {
    std::string id;
    std::string title;
    std::string why;
    std::vector<std::string> roles;    ///< any of them may do it, or votes; empty: no person does, or each part has its own
    std::string service;               ///< the name of the handler that does it; empty: none does
    std::vector<Result> results;       ///< at least one
    std::vector<Part> parts;           ///< empty: it doesn't consist of parts
    std::vector<std::string> answers;  ///< what one person may answer, where several do it; then an offer has these as results
  };

  /// How a case begins.
  struct Start {
    std::vector<std::string> roles;     ///< any of them may start a case; empty: anybody
    std::vector<std::string> required;  ///< paths of fields that must be given
    std::vector<std::string> asked;     ///< paths of fields that may be given
  };

  /// A reason that people may give for a deviation.
  struct Motive {
    std::string id;
    std::string title;
    std::string why;
    MotiveClass motive_class = MotiveClass::cannot;
  };

  /// What a case can come to.
  struct Outcome {
    std::string id;
    std::string title;
    std::string why;
    itsmflow::Outcome::Counts counts_as = itsmflow::Outcome::Counts::neither;
  };

  std::string process;
  std::string version;
  std::string title;
  std::string why;
  std::vector<Role> roles;
  std::vector<Object> objects;
  std::vector<Field> fields;  ///< of all objects
  Start start;
  std::vector<Activity> activities;
  std::vector<Motive> motives;
  std::vector<Outcome> outcomes;
};

/// All of it in the order in which the model has it. Thread-safe: a model doesn't change.
ITSMFLOW_EXPORT ModelOutline outline(const Model& model);

}  // namespace itsmflow
