#include "lang/rows.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace itsmflow::lang {
namespace {

using Rows = std::vector<const LocatedRow*>;

/// The rows that leave from one source, as it is written: `decide` and `decide.approved` are two.
struct Source {
  std::string name;
  Rows rows;
};

std::vector<Source> by_source(const std::vector<LocatedRow>& rows) {
  std::vector<Source> sources;
  std::unordered_map<std::string, std::size_t> index;
  for (const LocatedRow& row : rows) {
    for (const std::string& name : row.source_names) {
      const auto [place, fresh] = index.emplace(name, sources.size());
      if (fresh) sources.push_back({name, {}});
      sources[place->second].rows.push_back(&row);
    }
  }
  return sources;
}

bool is_fork(const LocatedRow& row) {
  return row.target_names.size() > 1;
}

bool is_join(const LocatedRow& row) {
  return row.source_names.size() > 1;
}

/// Whether the rows mix kinds; what else is wrong with them can't be told then.
bool check_mixed(Context& context, const Source& source) {
  const LocatedRow& first = *source.rows.front();
  const auto other = std::ranges::find_if(source.rows, [&](const LocatedRow* row) { return row->is_plain() != first.is_plain(); });
  if (other == source.rows.end()) return false;
  context.findings.error("mixed-choice", (*other)->row.span, "the rows from " + quoted(source.name) + " mix 'if' and plain rows")
      .related(first.row.span, first.is_plain() ? "this row is plain" : "this row is guarded")
      .help("give every row from " + quoted(source.name) + " an `if` or `otherwise`, or none");
  return true;
}

/// Plain rows stay open until somebody begins a target; a fork is decided at once.
void check_open_fork(Context& context, const Source& source) {
  const auto fork =
      std::ranges::find_if(source.rows, [](const LocatedRow* row) { return row->is_plain() && is_fork(*row) && !is_join(*row); });
  if (source.rows.size() < 2 || fork == source.rows.end()) return;
  const LocatedRow* other = source.rows.front() == *fork ? source.rows[1] : source.rows.front();
  context.findings
      .error("mixed-choice", (*fork)->row.span,
             "this fork is decided when " + quoted(source.name) + " ends, and the other rows from it stay open")
      .related(other->row.span, "this row stays open")
      .help("give every row from " + quoted(source.name) + " an `if` or `otherwise`");
}

void check_optional_end(Context& context, const Source& source) {
  const auto only_end = [](const LocatedRow* row) { return row->row.to_end && row->row.targets.empty() && !is_join(*row); };
  const auto end = std::ranges::find_if(source.rows, only_end);
  const auto other = std::ranges::find_if_not(source.rows, only_end);
  if (end == source.rows.end() || other == source.rows.end() || (*other)->target_names.empty()) return;
  const std::string name = quoted(source.name);
  const std::string decide = name.find('.') == std::string::npos ? ", or let results of " + name + " decide" : "";
  context.findings
      .error("optional-end", (*end)->end_span,
             "after " + name + " the case may end at once, so nobody could begin " + quoted((*other)->target_names.front()))
      .related((*other)->target_spans.front(), "never offered")
      .help("decide it: give the rows from " + name + " an `if` and an `otherwise`" + decide);
}

void check_otherwise(Context& context, const Source& source) {
  const auto is_otherwise = [](const LocatedRow* row) { return row->row.decision == Row::Decision::otherwise; };
  const auto first = std::ranges::find_if(source.rows, is_otherwise);
  if (first == source.rows.end()) return;
  const std::string name = quoted(source.name);
  if (std::ranges::all_of(source.rows, is_otherwise)) {
    context.findings.error("otherwise-alone", (*first)->decision_span, "'otherwise' stands without a row with 'if'")
        .help("write a row from " + name + " with `if`, or take 'otherwise' out");
    return;
  }
  const auto second = std::find_if(first + 1, source.rows.end(), is_otherwise);
  if (second != source.rows.end()) {
    context.findings.error("bad-row", (*second)->decision_span, "the rows from " + name + " have 'otherwise' twice")
        .related((*first)->decision_span, "first written here")
        .help("keep one of the two, or write a fork: `FROM -> ONE & OTHER otherwise`");
  } else if (first + 1 != source.rows.end()) {
    context.findings.error("bad-row", (*first)->decision_span, "'otherwise' stands before a row with 'if'")
        .related((*(first + 1))->row.span, "never looked at")
        .help("write the row with 'otherwise' last");
  }
}

}  // namespace

void resolve_results(Context& context, std::vector<LocatedRow>& rows) {
  // Which results have rows of their own.
  std::vector<std::vector<bool>> own(context.model.activities.size());
  for (const LocatedRow& row : rows) {
    for (const RowSource& source : row.row.sources) {
      if (!source.activity || source.results.empty()) continue;
      std::vector<bool>& results = own[*source.activity];
      results.resize(context.model.activities[*source.activity].results.size(), false);
      results[source.results.front()] = true;
    }
  }
  for (LocatedRow& row : rows) {
    for (RowSource& source : row.row.sources) {
      if (!source.activity || !source.results.empty()) continue;
      const Activity& activity = context.model.activities[*source.activity];
      const std::vector<bool>& results = own[*source.activity];
      for (std::uint32_t i = 0; i < activity.results.size(); ++i) {
        if (results.empty() || !results[i]) source.results.push_back(i);
      }
      if (!source.results.empty()) continue;
      context.findings
          .error("bad-row", row.row.span,
                 "every result of " + quoted(activity.id) + " has rows of its own, so this row is never taken")
          .help("take it out, or name the result that it is for: " + quoted(activity.id + ".RESULT"));
    }
  }
}

void check_choices(Context& context, const std::vector<LocatedRow>& rows) {
  for (const Source& source : by_source(rows)) {
    if (check_mixed(context, source)) continue;
    check_open_fork(context, source);
    if (source.rows.front()->is_plain()) check_optional_end(context, source);
    check_otherwise(context, source);
  }
}

}  // namespace itsmflow::lang
