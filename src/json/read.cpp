#include "json/read.hpp"

#include <fmt/format.h>
#include <itsmflow/error.hpp>

#include <cstdint>
#include <limits>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "json/text.hpp"

namespace itsmflow {
namespace {

/// Whatever goes down a value level by level must not run out of stack.
constexpr int kDeepest = 200;

/// Refuses names that are given twice, and what is too deep.
class NoRepeatedNames {
 public:
  bool operator()(int depth, Json::parse_event_t event, const Json& parsed) {
    using Event = Json::parse_event_t;
    if (depth > kDeepest) throw UsageError(fmt::format("this JSON is nested too deeply; {} levels are allowed", kDeepest));
    if (event == Event::object_start) objects_.emplace_back();
    if (event == Event::object_end) objects_.pop_back();
    if (event == Event::key) note(parsed.get<std::string>());
    return true;
  }

 private:
  struct Object {
    std::set<std::string> names;
    std::string current;
  };

  void note(const std::string& name) {
    Object& object = objects_.back();
    object.current = name;
    if (object.names.insert(name).second) return;
    std::string path;
    for (const Object& outer : objects_) path += (path.empty() ? "" : ".") + outer.current;
    throw UsageError(fmt::format("{} is given twice; keep one of the two", path));
  }

  std::vector<Object> objects_;
};

Value value_at(const Json& json, std::string_view name, int depth) {
  if (depth > kDeepest) throw UsageError(fmt::format("{} is nested too deeply; {} levels are allowed", name, kDeepest));
  if (json.is_boolean()) return json.get<bool>();
  if (json.is_string()) return json.get<std::string>();
  if (json.is_number_float()) return json.get<double>();
  if (json.is_number_unsigned()) {
    const auto number = json.get<std::uint64_t>();
    const bool fits = number <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    return fits ? Value(static_cast<std::int64_t>(number)) : Value(number);
  }
  if (json.is_number_integer()) return json.get<std::int64_t>();
  if (json.is_array()) {
    Value::List list;
    for (const Json& item : json) list.push_back(value_at(item, name, depth + 1));
    return list;
  }
  if (!json.is_object()) return {};
  Value::Entries entries;
  for (const auto& [key, item] : json.items()) entries.emplace_back(Value(key), value_at(item, name, depth + 1));
  return entries;
}

/// What may be given, as text; `what` is that in a message. A filter or a list of people that is empty has nothing in it.
Json read_object(std::string_view text, std::string_view what) {
  if (text.empty()) return Json::object();
  Json json = parse_json(text);
  if (json.is_discarded()) throw UsageError(fmt::format("this is not JSON; write {}", what));
  if (!json.is_object()) throw UsageError(fmt::format("this is no JSON object; write {}", what));
  return json;
}

UsageError not_taken(std::string_view name, const Json& value, std::string_view takes) {
  return UsageError(fmt::format("{} takes {}, not {}", name, takes, value.dump(-1, ' ', false, Json::error_handler_t::replace)));
}

std::string text_of(std::string_view name, const Json& value) {
  if (!value.is_string()) throw not_taken(name, value, "a text");
  return value.get<std::string>();
}

bool truth_of(std::string_view name, const Json& value) {
  if (!value.is_boolean()) throw not_taken(name, value, "true or false");
  return value.get<bool>();
}

std::int64_t count_of(std::string_view name, const Json& value) {
  const bool is_one = value.is_number_integer() && value >= 0 && value <= std::numeric_limits<std::int64_t>::max();
  if (!is_one) throw not_taken(name, value, "a whole number from 0");
  return value.get<std::int64_t>();
}

CaseStatus status_of(const Json& value) {
  if (const auto* word = value.get_ptr<const std::string*>())
    if (const auto status = parse_case_status(*word)) return *status;
  throw not_taken("status", value, "\"open\", \"over\" or \"cancelled\"");
}

ConfirmationStatus confirmation_of(const Json& value) {
  if (const auto* word = value.get_ptr<const std::string*>())
    if (const auto status = parse_confirmation_status(*word)) return *status;
  throw not_taken("confirmation", value, "\"none\", \"awaited\", \"late\", \"confirmed\" or \"disapproved\"");
}

void put(CaseFilter& filter, std::string_view name, const Json& value) {
  if (name == "process") {
    filter.process = text_of(name, value);
  } else if (name == "status") {
    filter.status = status_of(value);
  } else if (name == "field") {
    filter.field = text_of(name, value);
  } else if (name == "value") {
    filter.value = read_value(value, name);
  } else if (name == "outcome") {
    filter.outcome = text_of(name, value);
  } else if (name == "complies") {
    filter.complies = truth_of(name, value);
  } else if (name == "confirmation") {
    filter.confirmation = confirmation_of(value);
  } else if (name == "after") {
    filter.after = {count_of(name, value)};
  } else if (name == "limit") {
    const auto limit = static_cast<std::size_t>(count_of(name, value));
    if (limit > 0) filter.limit = limit;
  } else if (name == "sensitive") {
    filter.sensitive = truth_of(name, value) ? Sensitive::shown : Sensitive::withheld;
  } else {
    throw UsageError(
        fmt::format("cases are not found by '{}'; it may be process, status, field and value, outcome, complies, "
                    "confirmation, after, limit or sensitive",
                    name));
  }
}

}  // namespace

Json parse_json(std::string_view text) {
  return Json::parse(text.begin(), text.end(), NoRepeatedNames(), false);
}

Value read_value(const Json& json, std::string_view name) {
  return value_at(json, name, 1);
}

std::vector<Directory::Person> read_people(std::string_view text) {
  std::vector<Directory::Person> people;
  const Json json = read_object(text, R"({"PERSON": ["ROLE"]})");
  for (const auto& [id, roles] : json.items()) {
    if (!roles.is_array()) throw not_taken(id, roles, "a list of roles");
    Directory::Person person{id};
    for (const Json& role : roles) person.roles.push_back(text_of(id, role));
    people.push_back(std::move(person));
  }
  return people;
}

CaseFilter read_case_filter(std::string_view text) {
  CaseFilter filter;
  const Json json = read_object(text, R"({"status": "open"})");
  for (const auto& [name, value] : json.items()) put(filter, name, value);
  return filter;
}

}  // namespace itsmflow
