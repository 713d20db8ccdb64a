#pragma once

#include <itsmflow/model.hpp>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace lang_test {

/// What every model here begins with; `rest` follows at the left margin.
inline std::string model(const std::string& rest) {
  return "itsmflow: 1\nprocess: request\nversion: 1.0.0\nroles:\n  user: {title: User}\n  desk: {title: Desk}\n" + rest;
}

/// A model about an object `item` with states and fields, and these activities.
inline std::string item_model(const std::string& activities, const std::string& rest = "") {
  return model(
      "case: item\nobjects:\n  item:\n    states: [new, none, open, held, done, dropped]\n    final: [done, dropped]\n    fields:\n"
      "      text: string\n      count: int\n      cost: number\n      risk: {type: enum, values: [low, high]}\n      due: "
      "datetime\n"
      "activities:\n" +
      activities + rest);
}

struct Load {
  std::shared_ptr<const itsmflow::Model> model;
  itsmflow::Diagnostics found;

  explicit Load(const std::string& text) {
    auto loaded = itsmflow::load_model(text, "test.yaml");
    found = loaded.diagnostics();
    if (loaded) model = loaded.value_or_throw();
  }

  /// The rules of the errors, in the order of the text.
  std::vector<std::string> errors() const {
    std::vector<std::string> rules;
    for (const auto& one : found) {
      if (one.severity == itsmflow::Severity::error) rules.push_back(one.rule);
    }
    return rules;
  }

  /// The first finding of a rule; an empty one where there is none.
  itsmflow::Diagnostic first(const std::string& rule) const {
    const auto at = std::find_if(found.begin(), found.end(), [&](const auto& one) { return one.rule == rule; });
    return at == found.end() ? itsmflow::Diagnostic{} : *at;
  }

  std::string marked(const std::string& rule) const {
    const itsmflow::Diagnostic one = first(rule);
    return one.span ? one.span.source->text.substr(one.span.begin, one.span.end - one.span.begin) : std::string();
  }
};

using Rules = std::vector<std::string>;
using Indexes = std::vector<std::uint32_t>;

}  // namespace lang_test
