// Of a step: why it is taken in spite of what stands in its way, and what is said of deviations and outcomes afterwards.

#include "lang/mapping.hpp"
#include "scenario/reading.hpp"
#include "scenario/words.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <array>

namespace itsmflow::scenario {

using lang::listed;
using lang::origin;
using source::Node;

namespace {

/// What a deviation does about the order of work; the other kinds follow from the obstacles.
constexpr std::array kOrders{DeviationKind::skip, DeviationKind::extra, DeviationKind::again};

Motive& motive_of(Step& step) {
  return step.motive ? *step.motive : step.motive.emplace();
}

void read_name(Reading& reading, const Node& node, Step& step) {
  std::vector<std::string> known;
  for (const DeclaredMotive& motive : reading.model().deviations.motives) known.push_back(motive.id);
  const std::string word = lang::read_words(reading.context, node);
  motive_of(step).name = word;
  if (std::ranges::find(known, word) != known.end()) return;
  lang::Finding finding = reading.findings().error("unknown-motive", origin(node).span,
                                                   fmt::format("step '{}' has unknown motive '{}'", step.name, word));
  finding.label(known.empty() ? fmt::format("process '{}' has no motives", reading.model().process)
                              : "the motives are " + listed(known));
  finding.suggest(word, known);
}

void read_order(Reading& reading, const Node& node, Step& step) {
  const std::string word = lang::read_words(reading.context, node);
  std::vector<std::string> words;
  for (const DeviationKind kind : kOrders) {
    words.emplace_back(to_string(kind));
    if (words.back() == word) motive_of(step).as = kind;
  }
  if (motive_of(step).as) return;
  lang::Finding finding =
      reading.findings().error("bad-value", origin(node).span, fmt::format("step '{}' can't be done as '{}'", step.name, word));
  finding.label("the words are " + listed(words));
  if (!finding.suggest(word, words)) finding.help("what else it deviates by follows from what stands in its way; take it out");
}

/// `ACTIVITY`, or `ACTIVITY.RESULT` of one with several results.
void read_skipped(Reading& reading, const Node& node, Step& step) {
  const std::string text = lang::read_words(reading.context, node);
  const std::size_t dot = text.find('.');
  const auto index = reading.model().find_activity(text.substr(0, dot));
  if (!index) {
    const std::vector<std::string> ids = activity_ids(reading.model());
    lang::Finding finding = reading.findings().error("unknown-activity", node.part(0, std::min(dot, text.size())),
                                                     fmt::format("'skipping' names unknown activity '{}'", text.substr(0, dot)));
    finding.label("the activities are " + listed(ids));
    finding.suggest(text.substr(0, dot), ids);
    return;
  }
  const Activity& activity = reading.model().activities[*index];
  if (dot != std::string::npos && !activity.find_result(text.substr(dot + 1))) {
    std::vector<std::string> ids;
    for (const Result& result : activity.results)
      if (!result.id.empty()) ids.push_back(result.id);
    lang::Finding finding =
        reading.findings().error("unknown-result", node.part(dot + 1, text.size()),
                                 fmt::format("activity '{}' has no result '{}'", activity.id, text.substr(dot + 1)));
    finding.label(ids.empty() ? fmt::format("'{}' has no results", activity.id)
                              : fmt::format("'{}' has the results {}", activity.id, listed(ids)));
    finding.suggest(text.substr(dot + 1), ids);
    return;
  }
  motive_of(step).skipping.push_back(text);
}

void read_number(Reading& reading, const Node& node, Step& step) {
  if (const auto number = lang::whole_number(origin(node).text); number && *number > 0) {
    step.deviation = *number;
    return;
  }
  reading.findings()
      .error("bad-value", origin(node).span, fmt::format("'{}' is not the number of a deviation", lang::written(origin(node))))
      .help("they are numbered from 1 in each case, in their order");
}

}  // namespace

bool read_deviating_key(Reading& reading, const std::string& key, const Node& node, Step& step) {
  if (key == "motive") {
    read_name(reading, node, step);
  } else if (key == "as") {
    read_order(reading, node, step);
  } else if (key == "deviation") {
    read_number(reading, node, step);
  } else if (key == "outcome") {
    step.outcome = read_outcome_name(reading, node, fmt::format("step '{}' gives", step.name));
  } else {
    return false;
  }
  return true;
}

void read_skipping(Reading& reading, const Node& node, Step& step) {
  const std::string whose = fmt::format("'skipping' of step '{}'", step.name);
  if (node.kind != Node::Kind::sequence && !lang::is_text(node)) {
    lang::report_shape(reading.context, node, whose, "a single value or a list", "write `skipping: [ACTIVITY]`");
    return;
  }
  for (const Node* item : lang::one_or_list(reading.context, node, whose)) read_skipped(reading, origin(*item), step);
}

void check_motive(Reading& reading, const Node& mapping, Step& step) {
  const bool named = mapping.find("motive") != nullptr;
  for (const std::string_view key : {"because", "as", "skipping"}) {
    if (named || mapping.find(key) == nullptr) continue;
    reading.findings()
        .error("missing-key", step.span, fmt::format("step '{}' says '{}', and has no 'motive'", step.name, key))
        .help("add `motive: MOTIVE`");
    return;
  }
  if (!step.motive) return;
  step.motive->because = step.note;
  if (step.motive->skipping.empty() || !step.motive->as || step.motive->as == DeviationKind::skip) return;
  reading.findings()
      .error("bad-value", origin(*mapping.find("skipping")).span,
             fmt::format("step '{}' is done as '{}', which passes over nothing", step.name, to_string(*step.motive->as)))
      .help("take `skipping` out, or write `as: skip`");
}

std::string read_outcome_name(Reading& reading, const Node& node, const std::string& what) {
  const std::string word = lang::read_words(reading.context, node);
  std::vector<std::string> known;
  for (const Outcome& outcome : reading.model().outcomes.outcomes) known.push_back(outcome.id);
  if (!known.empty()) known.emplace_back("undecided");
  if (std::ranges::find(known, word) != known.end()) return word;
  lang::Finding finding =
      reading.findings().error("unknown-outcome", origin(node).span, fmt::format("{} unknown outcome '{}'", what, word));
  finding.label(known.empty() ? fmt::format("process '{}' has no outcomes", reading.model().process)
                              : "the outcomes are " + listed(known));
  finding.suggest(word, known);
  return {};
}

}  // namespace itsmflow::scenario
