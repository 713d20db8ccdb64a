#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "cli/deviation_report.hpp"
#include "cli/terminal.hpp"
#include "cli/words.hpp"
#include "json/json.hpp"

namespace itsmflow::cli {
namespace {

std::string cases(std::int64_t count) {
  return counted(static_cast<std::size_t>(count), "case", "cases");
}

std::string day(Timestamp time) {
  return itsmflow::to_string(time).substr(0, std::string_view("2020-03-02").size());
}

/// Three digits say all that such numbers can say.
std::string ratio(double value) {
  if (std::isinf(value)) return "infinite";
  return value >= 100 && value < 1e6 ? fmt::format("{:.0f}", value) : fmt::format("{:.3g}", value);
}

std::string interval(const Association& association) {
  if (std::isinf(association.high)) return ratio(association.low) + " or more";
  return fmt::format("{} to {}", ratio(association.low), ratio(association.high));
}

std::string probability(double p) {
  if (p >= 1) return "1";
  return p < 0.0001 ? "< 0.0001" : fmt::format("{:.4f}", p);
}

/// "ended from 2020-03-02 to 2020-04-30 or open".
std::string when(const DeviationReport& report) {
  if (!report.first_end) return "open";
  const std::string first = day(*report.first_end);
  const std::string last = day(*report.last_end);
  const bool has_open = report.deviating.open + report.complying.open > 0;
  return fmt::format("ended {}{}", first == last ? "on " + first : fmt::format("from {} to {}", first, last),
                     has_open ? " or open" : "");
}

std::string heading(const DeviationReport& report) {
  std::string text = paint(Style::strong, fmt::format("{}: {}", visible(report.process), cases(report.cases())));
  if (report.cases() > 0) text += ", " + when(report);
  if (report.elsewhen > 0) text += fmt::format(" ({} more ended earlier or later)", report.elsewhen);
  return text + "\n";
}

/// "3 of 4 failed (75 %)".
std::string share(const CaseCounts& counts, std::string_view verb) {
  const double percent = 100.0 * static_cast<double>(counts.failed) / static_cast<double>(counts.compared());
  return fmt::format("{} of {}{} ({:.0f} %)", counts.failed, counts.compared(), verb, percent);
}

std::string verdict(const Association& association) {
  if (association.low > 1) return "more often, and hardly by chance alone";
  if (association.high < 1) return "less often, and hardly by chance alone";
  if (association.odds_ratio > 1) return "more often, which may be chance alone";
  return association.odds_ratio < 1 ? "less often, which may be chance alone" : "equally often";
}

/// What the numbers say, in one sentence.
std::string sentence(const DeviationReport& report) {
  const CaseCounts& with = report.deviating;
  const CaseCounts& without = report.complying;
  if (report.association) {
    return fmt::format("Of the cases with a deviation {}, of those without {}: {}.\n", share(with, " failed"), share(without, ""),
                       verdict(*report.association));
  }
  const bool lacks_outcomes = with.compared() + without.compared() == 0 && with.without_outcomes + without.without_outcomes > 0;
  return fmt::format("Nothing can be compared: {}{}.\n", why_incomparable(with, without),
                     lacks_outcomes ? "; their model has no `outcomes`" : "");
}

/// "1 open, 2 undecided".
std::string left_out(const CaseCounts& counts) {
  std::vector<std::string> reasons;
  const auto add = [&](std::int64_t count, std::string_view reason) {
    if (count > 0) reasons.push_back(fmt::format("{} {}", count, reason));
  };
  add(counts.open, "open");
  add(counts.cancelled, "cancelled");
  add(counts.undecided, "undecided");
  add(counts.neither, "neither");
  add(counts.without_outcomes, "without outcomes");
  return reasons.empty() ? "0" : fmt::format("{}", fmt::join(reasons, ", "));
}

std::string whole(const DeviationReport& report) {
  Table table("  ");
  const auto row = [&](std::string name, const CaseCounts& counts) {
    table.row({std::move(name), fmt::format("{}", counts.failed), fmt::format("{}", counts.succeeded), left_out(counts)});
  };
  table.row({"", "failed", "succeeded", "left out"});
  row("with a deviation", report.deviating);
  row("without a deviation", report.complying);
  std::string text = "\n" + table.text();
  if (!report.association) return text;
  const Association& found = *report.association;
  return text +
         fmt::format("  odds ratio {}, 95 % interval {}, p {}\n", ratio(found.odds_ratio), interval(found), probability(found.p));
}

std::string name_of(const DeviationGroup& group) {
  return group.name.empty() ? "(in no role)" : visible(group.name);
}

void add_comparison(std::vector<std::string>& row, const DeviationGroup& group) {
  if (!group.association) {
    row.insert(row.end(), {"–", "–", "–", std::string(why_incomparable(group.deviating, group.complying))});
    return;
  }
  const Association& found = *group.association;
  row.insert(row.end(),
             {ratio(found.odds_ratio), interval(found), probability(found.p), probability(group.adjusted_p.value_or(1))});
}

/// Cases with a deviation of each sort; what they are compared with is the same for all of them.
std::string sorts(const DeviationReport& report, const DeviationGroups& groups) {
  Table table("  ");
  table.row({"", "deviations", "failed", "succeeded", "left out", "odds ratio", "95 % interval", "p", "adjusted p"});
  for (const DeviationGroup& group : groups.groups) {
    std::vector<std::string> row{name_of(group)};
    for (const std::int64_t count :
         {group.deviations, group.deviating.failed, group.deviating.succeeded, group.deviating.left_out()}) {
      row.push_back(fmt::format("{}", count));
    }
    add_comparison(row, group);
    table.row(std::move(row));
  }
  const CaseCounts& without = report.complying;
  return fmt::format("by {}: cases with such a deviation; of those without any {} failed and {} succeeded\n{}",
                     itsmflow::to_string(groups.by), without.failed, without.succeeded, table.text());
}

/// Cases with a deviation and those without, period by period.
std::string periods(const DeviationGroups& groups, PeriodLength length) {
  Table table("  ");
  table.row({"", "deviations", "with: failed", "succeeded", "without: failed", "succeeded", "left out", "odds ratio",
             "95 % interval", "p", "adjusted p"});
  for (const DeviationGroup& group : groups.groups) {
    std::vector<std::string> row{name_of(group)};
    for (const std::int64_t count : {group.deviations, group.deviating.failed, group.deviating.succeeded, group.complying.failed,
                                     group.complying.succeeded, group.deviating.left_out() + group.complying.left_out()}) {
      row.push_back(fmt::format("{}", count));
    }
    add_comparison(row, group);
    table.row(std::move(row));
  }
  return fmt::format("by {} of the end: cases with a deviation and cases without\n{}", itsmflow::to_string(length), table.text());
}

std::string tables(const DeviationReport& report, PeriodLength length) {
  std::string text;
  for (const DeviationGroups& groups : report.tables) {
    if (groups.groups.empty()) continue;
    text += "\n" + (groups.by == DeviationGrouping::period ? periods(groups, length) : sorts(report, groups));
  }
  if (report.comparisons < 2) return text;
  return text + fmt::format(
                    "\n{} groups were compared. Of so many about one in twenty looks striking by chance alone; the adjusted p\n"
                    "allows for that (Holm's method).\n",
                    report.comparisons);
}

bool compares(const DeviationReport& report) {
  return report.association || report.comparisons > 0;
}

std::string capitalised(std::string_view text) {
  std::string result(text);
  result.front() = static_cast<char>(result.front() - 'a' + 'A');
  return result;
}

/// How to read all of it.
std::string notes(const std::vector<DeviationReport>& reports) {
  std::string text = "\n";
  if (std::any_of(reports.begin(), reports.end(), compares)) {
    text +=
        "An odds ratio above 1: cases with such a deviation failed more often than those without any; below 1: less often.\n"
        "Where its 95 % interval holds 1, chance alone may be the reason.\n";
  }
  return text + capitalised(kNoCause) + ".\n";
}

}  // namespace

std::string deviations_text(const std::vector<DeviationReport>& reports, PeriodLength period) {
  if (reports.empty()) return "no case\n";
  std::string text;
  for (const DeviationReport& report : reports) {
    if (!text.empty()) text += "\n";
    text += heading(report) + sentence(report) + whole(report) + tables(report, period);
  }
  return text + notes(reports);
}

}  // namespace itsmflow::cli
