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

  const Model& model() const { return *script.model; }
  lang::Findings& findings() { return context.findings; }

  lang::Context context;
  const Library& library;
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

/// Somebody of the scenario's people; who is not among them is reported. `what`: "step 'implement' is done by".
std::string read_person(Reading& reading, const source::Node& node, const std::string& what);

/// One of the model's activities; what is unknown is reported. `what`: "step 'begin' names".
std::optional<std::uint32_t> read_activity(Reading& reading, const source::Node& node, const std::string& what);

std::vector<std::string> activity_ids(const Model& model);
std::vector<std::string> object_ids(const Model& model);

}  // namespace itsmflow::scenario
