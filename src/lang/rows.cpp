#include "lang/rows.hpp"

#include "lang/elements.hpp"
#include "lang/row_text.hpp"
#include "lang/scalars.hpp"
#include "lang/sections.hpp"
#include "model/regions.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace itsmflow::lang {

using source::Node;

namespace {

Span span_of(const Node& node, const RowWord& word) {
  return node.part(word.begin, word.end());
}

/// Reads one row; false where it can't be used.
class RowReader {
 public:
  RowReader(Context& context, const Node& node) : context_(context), node_(node) {}

  bool read(LocatedRow& located) {
    check_comment(context_, node_);
    const std::vector<RowFault> faults = split_row(node_.text, text_);
    for (const RowFault& fault : faults) {
      context_.findings.error("bad-row", node_.part(fault.begin, fault.end), fault.message).help(fault.help);
    }
    if (!faults.empty()) return false;
    located.row.span = node_.span;
    for (const RowWord& word : text_.sources) read_source(located, word);
    for (const RowWord& word : text_.targets) read_target(located, word);
    read_decision(located);
    check_join(located);
    return good_;
  }

 private:
  void fail(const RowWord& word, std::string message, std::string help) {
    context_.findings.error("bad-row", span_of(node_, word), std::move(message)).help(std::move(help));
    good_ = false;
  }

  void read_source(LocatedRow& located, const RowWord& word) {
    located.source_names.emplace_back(word.text);
    std::optional<RowSource> source = read_row_source(context_, node_, word.begin, word.text);
    if (!source) {
      good_ = false;
      return;
    }
    const auto same = [&](const RowSource& other) { return other.activity == source->activity; };
    if (std::ranges::any_of(located.row.sources, same)) {
      const std::string name = source->activity ? context_.model.activities[*source->activity].id : "start";
      return fail(word, "a join waits for " + quoted(name) + " twice", "name each activity once");
    }
    located.row.sources.push_back(std::move(*source));
  }

  void read_target(LocatedRow& located, const RowWord& word) {
    if (word.text == "start") return fail(word, "no row can lead to 'start'", "'start' is where a case begins");
    const Span span = span_of(node_, word);
    if (std::ranges::find(located.target_names, word.text) != located.target_names.end()) {
      return fail(word, "a row leads to " + quoted(word.text) + " twice", "name each activity once");
    }
    located.target_names.emplace_back(word.text);
    located.target_spans.push_back(span);
    if (word.text == "end") {
      located.row.to_end = true;
      located.end_span = span;
      return;
    }
    if (const std::size_t dot = word.text.find('.'); dot != std::string_view::npos) {
      const std::string activity(word.text.substr(0, dot));
      return fail(word, "a row leads to an activity, not to a result", "write " + quoted(activity));
    }
    const auto subject = read_subject(context_, node_, word.begin, word.text, "a row leads to");
    if (subject) {
      located.row.targets.push_back(subject->activity);
    } else {
      good_ = false;
    }
  }

  void read_decision(LocatedRow& located) {
    if (text_.decision.text.empty()) return;
    located.decision_span = span_of(node_, text_.decision);
    if (text_.decision.text == "otherwise") {
      located.row.decision = Row::Decision::otherwise;
      return;
    }
    located.row.decision = Row::Decision::guard;
    auto guard = read_guard(context_, node_, text_.guard, "the guard of a row");
    if (guard) located.row.guard = std::move(*guard);  // a faulty one is still a guarded row
  }

  void check_join(const LocatedRow& located) {
    if (text_.sources.size() < 2) return;
    const auto start = std::ranges::find(text_.sources, "start", &RowWord::text);
    if (start != text_.sources.end())
      fail(*start, "a join cannot wait for 'start'", "take 'start' out: a case has begun when it runs");
    if (located.is_plain()) return;
    context_.findings.error("not-supported", located.decision_span, quoted(text_.decision.text) + " on a join is not supported yet")
        .help("put an activity with `by: engine` after the join, and the guards on its rows");
    good_ = false;
  }

  Context& context_;
  const Node& node_;
  RowText text_;
  bool good_ = true;
};

void report_form(Context& context, const Node& node) {
  if (is_judged(node)) return;
  const Node* from = node.find("from");
  const Node* to = node.find("to");
  if (from != nullptr && to != nullptr && is_text(*from) && is_text(*to)) {
    context.findings.error("bad-row", node.span, "a row is a text, not a mapping")
        .help("write `" + origin(*from).text + " -> " + origin(*to).text + "`");
    return;
  }
  if (node.kind == Node::Kind::mapping) {
    context.findings.error("bad-row", node.span, "a row is a text, and this is read as a mapping")
        .help("put the whole row in quotes, because of its ': '");
    return;
  }
  report_shape(context, node, "a row", "a single value", "write `FROM -> TO`");
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : " & ") + name;
  return text;
}

/// A plain row that is there already adds nothing.
void check_repeated(Context& context, const std::vector<LocatedRow>& rows) {
  std::unordered_map<std::string, Span> seen;
  for (const LocatedRow& row : rows) {
    if (!row.is_plain() || row.mapped) continue;
    const std::string words = joined(row.source_names) + " -> " + joined(row.target_names);
    const auto [first, fresh] = seen.emplace(words, row.row.span);
    if (fresh) continue;
    context.findings.error("duplicate-name", row.row.span, "row " + quoted(words) + " is listed twice")
        .related(first->second, "first listed here")
        .help("keep one of the two");
  }
}

}  // namespace

std::optional<Subject> read_subject(Context& context, const Node& node, std::size_t begin, std::string_view text,
                                    std::string_view phrase) {
  const std::size_t dot = text.find('.');
  const std::string_view name = text.substr(0, dot);
  const Span span = node.part(begin, begin + name.size());
  const auto activity = context.activities.find(name);
  if (!activity) {
    if (!context.activities.complete) return std::nullopt;
    Finding finding = context.findings.error("unknown-activity", span, std::string(phrase) + " unknown activity " + quoted(name));
    const bool none = context.activities.empty();
    finding.label(none ? "the model has no activities" : "the activities are " + listed(context.activities.words()));
    finding.suggest(name, context.activities.words());
    return std::nullopt;
  }
  Subject subject{*activity, std::nullopt, node.part(begin, begin + text.size())};
  if (dot == std::string_view::npos) return subject;
  const std::string_view result = text.substr(dot + 1);
  const Names& results = context.result_names[*activity];
  subject.result = results.find(result);
  if (subject.result) return subject;
  if (!results.complete) return std::nullopt;
  const Span result_span = node.part(begin + dot + 1, begin + text.size());
  Finding finding =
      context.findings.error("unknown-result", result_span, "activity " + quoted(name) + " has no result " + quoted(result));
  finding.label(quoted(name) + (results.empty() ? " has no results" : " has the results " + listed(results.words())));
  finding.suggest(result, results.words());
  return std::nullopt;
}

std::optional<RowSource> read_row_source(Context& context, const Node& node, std::size_t begin, std::string_view word) {
  RowSource source;
  source.span = node.part(begin, begin + word.size());
  if (word == "end") {
    context.findings.error("bad-row", source.span, "no row can begin at 'end'").help("'end' is where a case is over");
    return std::nullopt;
  }
  if (word == "start") return source;
  const auto subject = read_subject(context, node, begin, word, "a row begins at");
  if (!subject) return std::nullopt;
  source.activity = subject->activity;
  if (subject->result) source.results.push_back(*subject->result);
  return source;
}

/// Joins that wait for branches belong to a fork each.
void check_regions(Context& context) {
  if (context.findings.has_errors()) return;  // rows may be missing that could not be read
  const Regions found = find_regions(context.model);
  for (const UnpairedJoin& unpaired : found.unpaired) {
    Finding finding = context.findings.error("unpaired-join", context.model.rows[unpaired.join].span,
                                             "this join has no fork of its own: " + unpaired.why);
    if (unpaired.where) finding.related(unpaired.where, "here");
    finding.help(
        "let each branch of one fork end at one activity of the join, with nothing that leads in or out between; "
        "or write `ONE & OTHER -> NEXT`, which waits for all");
  }
  for (std::size_t i = 0; i < found.regions.size(); ++i)
    for (std::size_t j = i + 1; j < found.regions.size(); ++j)
      if (found.regions[i].fork == found.regions[j].fork)
        context.findings.error("unpaired-join", context.model.rows[found.regions[j].join].span, "two joins belong to the same fork")
            .related(context.model.rows[found.regions[i].join].span, "the other join")
            .help("keep one of the two");
}

void read_rows(Context& context, const Mapping& model) {
  const Node* section = model.get("transitions");
  if (section == nullptr) return;
  std::vector<LocatedRow> rows;
  bool complete = true;
  for (const Node* item : section->items) {
    const Node& node = origin(*item);
    LocatedRow located;
    const bool mapped = node.kind == Node::Kind::mapping && (node.find("fork") != nullptr || node.find("join") != nullptr);
    if (mapped && !is_judged(node)) {
      if (read_map_row(context, node, located))
        rows.push_back(std::move(located));
      else
        complete = false;
    } else if (node.kind != Node::Kind::scalar || is_judged(node)) {
      report_form(context, node);
      complete = false;
    } else if (RowReader(context, node).read(located)) {
      rows.push_back(std::move(located));
    } else {
      complete = false;
    }
  }
  check_repeated(context, rows);
  if (complete) resolve_results(context, rows);
  check_choices(context, rows);
  for (const LocatedRow& located : rows) check_rows_about(context, located.row);
  for (LocatedRow& located : rows) context.model.rows.push_back(std::move(located.row));
  check_regions(context);
}

}  // namespace itsmflow::lang
