#pragma once

#include "lang/context.hpp"
#include "lang/scalars.hpp"
#include "scenario/script.hpp"

#include <itsmflow/model.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace itsmflow::scenario {

/// What is known while one scenario is read. Of the context only the document and the findings are used.
struct Reading {
  Reading(source::Document& document, const Library& all) : context(document), library(all) {}

  /// Of the case that is spoken of: the scenario's own, or one that it runs or started.
  const Model& model() const { return current ? *current : *script.model; }
  lang::Findings& findings() { return context.findings; }

  lang::Context context;
  const Library& library;
  std::shared_ptr<const Model> current;  ///< null: the scenario's own
  Script script;
  lang::Names people;  ///< ids; not complete where some could not be read
};

/// A field that a step gives, and where it does.
struct Given {
  FieldRef field;
  Span span;
};

/// The name that a key is; empty where it is none.
std::string key_text(const source::Node& key);

void read_people(Reading& reading, const source::Node& node);
void read_steps(Reading& reading, const source::Node& list);
Expectation read_expectation(Reading& reading, const source::Node& node);

/// Reads `OBJECT: {FIELD: VALUE}` or `OBJECT.FIELD: VALUE`; false if the key is neither an object nor a path.
bool read_given(Reading& reading, const source::Node::Entry& entry, Data& data, std::vector<Given>& given);

/// The field of an object; what is unknown is reported. `verb`: "gives", "is expected to hold".
std::optional<FieldRef> read_field_name(Reading& reading, std::uint32_t object, std::string_view field, const Span& span);
std::optional<FieldRef> read_field_path(Reading& reading, std::string_view path, const Span& span);
/// What is written as the value of a field, of its type and within its limits.
std::optional<Value> read_field_value(Reading& reading, const FieldRef& field, const source::Node& node);

/// The models of the processes that a case of this one may run or start, itself or through others; not its own.
std::vector<std::shared_ptr<const Model>> linked_models(const Reading& reading);

/// What comes with a message: numbers, truth values, texts, lists and mappings.
std::optional<Value> read_message_value(Reading& reading, const source::Node& node, const std::string& what);

/// The item that a step names, judged by the activity.
void read_item(Reading& reading, const source::Node* node, const Activity& activity, Step& step);
/// The result that a step names, or the answer of an item, judged by the activity; `mapping`: of the whole step.
void read_ending(Reading& reading, const source::Node& mapping, const Activity& activity, Step& step);

/// `motive` and `as` of a step, `deviation` and `outcome` of what is said afterwards; false if the key is none of these.
bool read_deviating_key(Reading& reading, const std::string& key, const source::Node& node, Step& step);
/// `skipping` of a step.
void read_skipping(Reading& reading, const source::Node& node, Step& step);
/// What belongs together of a step's motive; when all its keys have been read.
void check_motive(Reading& reading, const source::Node& mapping, Step& step);
/// One of the model's outcomes, or "undecided"; what is unknown is reported. `what`: "step 'judge' gives".
std::string read_outcome_name(Reading& reading, const source::Node& node, const std::string& what);

/// What `expect` says of deviations and outcomes. False if the key is none of these.
bool read_expected_deviations(Reading& reading, const std::string& key, const source::Node& node, Expectation& expected);
/// A key of `expect` that is true or false.
std::optional<Expectation::Flag> read_flag(Reading& reading, const source::Node& node, const std::string& key);

/// What `expect` says in lists of names: `items`, `waits`, `timers`, `messages`. False if the key is none of these.
bool read_expected_names(Reading& reading, const std::string& key, const source::Node& node, Expectation& expected);

/// The fields that a step takes: of the result it names, or of all where none is named.
std::vector<FieldRef> fields_taken(const Model& model, const Step& step);

/// Somebody of the scenario's people; who is not among them is reported. `what`: "step 'implement' is done by".
std::string read_person(Reading& reading, const source::Node& node, const std::string& what);

/// One of the model's activities; what is unknown is reported. `what`: "step 'begin' names".
std::optional<std::uint32_t> read_activity(Reading& reading, const source::Node& node, const std::string& what);

std::vector<std::string> activity_ids(const Model& model);
std::vector<std::string> object_ids(const Model& model);

}  // namespace itsmflow::scenario
