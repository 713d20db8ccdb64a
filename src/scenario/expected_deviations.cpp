// What `expect` says of deviations and of what the case came to.

#include "lang/mapping.hpp"
#include "scenario/reading.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <array>

namespace itsmflow::scenario {

using lang::listed;
using lang::origin;
using source::Node;

namespace {

constexpr std::array kKinds{
    DeviationKind::skip,         DeviationKind::extra,       DeviationKind::again,           DeviationKind::override_guard,
    DeviationKind::missing_data, DeviationKind::out_of_role, DeviationKind::override_people, DeviationKind::override_rule,
};

/// The texts of a list; `example` stands for one of them in the help.
std::vector<const Node*> read_list(Reading& reading, const Node& node, const std::string& key, std::string_view example) {
  if (node.kind == Node::Kind::sequence || lang::is_text(node))
    return lang::one_or_list(reading.context, node, fmt::format("'{}'", key));
  lang::report_shape(reading.context, node, fmt::format("'{}'", key), "a list",
                     fmt::format("write `{}: [{}]`, or `[]` for none", key, example));
  return {};
}

/// One of a few words; what is unknown is reported.
void read_one(Reading& reading, const Node& node, const std::vector<std::string>& known, std::string_view rule,
              const std::string& message, const std::string& label, Expectation::Names& names) {
  std::string word = lang::read_words(reading.context, node);
  if (std::ranges::find(known, word) != known.end()) return names.names.push_back(std::move(word));
  lang::Finding finding = reading.findings().error(rule, origin(node).span, fmt::format("{} '{}'", message, word));
  finding.label(label + listed(known));
  finding.suggest(word, known);
}

Expectation::Names read_kinds(Reading& reading, const Node& node) {
  std::vector<std::string> known;
  for (const DeviationKind kind : kKinds) known.emplace_back(to_string(kind));
  Expectation::Names names{{}, origin(node).span};
  for (const Node* item : read_list(reading, node, "deviations", "KIND"))
    read_one(reading, *item, known, "unknown-deviation", "'deviations' names unknown kind", "the kinds are ", names);
  return names;
}

Expectation::Names read_assumed(Reading& reading, const Node& node) {
  Expectation::Names names{{}, origin(node).span};
  for (const Node* item : read_list(reading, node, "assumed", "OBJECT"))
    read_one(reading, *item, object_ids(reading.model()), "unknown-object", "'assumed' names unknown object", "the objects are ",
             names);
  return names;
}

std::optional<Expectation::Count> read_number(Reading& reading, const Node& alias) {
  const Node& node = origin(alias);
  if (const auto number = lang::whole_number(node.text); number && !node.text.empty())
    return Expectation::Count{*number, node.span};
  reading.findings()
      .error("wrong-type", node.span, "'unconfirmed' must be a whole number")
      .help("write how many deviations wait to be confirmed: `unconfirmed: 1`");
  return std::nullopt;
}

}  // namespace

bool read_expected_deviations(Reading& reading, const std::string& key, const Node& node, Expectation& expected) {
  if (key == "deviations") {
    expected.deviations = read_kinds(reading, node);
  } else if (key == "unconfirmed") {
    expected.unconfirmed = read_number(reading, node);
  } else if (key == "assumed") {
    expected.assumed = read_assumed(reading, node);
  } else if (key == "complies") {
    expected.complies = read_flag(reading, node, key);
  } else if (key != "outcome") {
    return false;
  } else if (lang::is_text(node)) {
    expected.outcome = Expectation::Named{read_outcome_name(reading, node, "'outcome' names"), origin(node).span};
  } else {
    lang::report_shape(reading.context, node, "'outcome'", "a single value", "write `outcome: OUTCOME`");
  }
  return true;
}

}  // namespace itsmflow::scenario
