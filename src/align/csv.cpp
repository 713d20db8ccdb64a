#include <itsmflow/deviation_report.hpp>

#include <fmt/format.h>

#include <initializer_list>

namespace itsmflow {
namespace {

using Line = std::vector<std::string>;

/// A text that begins like a formula would be computed by a spreadsheet, whoever wrote it.
std::string harmless(const std::string& text) {
  constexpr std::string_view kBeginsFormula = "=+-@\t\r";
  const bool is_formula = !text.empty() && kBeginsFormula.find(text.front()) != std::string_view::npos;
  return is_formula ? "'" + text : text;
}

std::string quoted(const std::string& cell) {
  if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
  std::string result = "\"";
  for (const char c : cell) {
    if (c == '"') result += '"';
    result += c;
  }
  return result + '"';
}

void write(std::string& csv, const Line& line) {
  for (std::size_t i = 0; i < line.size(); ++i) csv += (i > 0 ? "," : "") + quoted(line[i]);
  csv += "\r\n";
}

Line header() {
  Line line{"process", "by", "name", "deviations"};
  for (const char* cases : {"deviating", "complying"}) {
    for (const char* outcome : {"failed", "succeeded", "neither", "undecided", "cancelled", "open", "without_outcomes"}) {
      line.push_back(fmt::format("{}_{}", cases, outcome));
    }
  }
  line.insert(line.end(), {"odds_ratio", "low", "high", "p", "adjusted_p", "method", "note"});
  return line;
}

void add(Line& line, const CaseCounts& counts) {
  for (const std::int64_t count : {counts.failed, counts.succeeded, counts.neither, counts.undecided, counts.cancelled, counts.open,
                                   counts.without_outcomes}) {
    line.push_back(fmt::format("{}", count));
  }
}

/// The digits behind these say nothing.
std::string rounded(double number) {
  return fmt::format("{:.6g}", number);
}

void add(Line& line, const std::optional<Association>& association, const std::optional<double>& adjusted_p) {
  if (!association) {
    line.insert(line.end(), 6, "");
    return;
  }
  for (const double number : {association->odds_ratio, association->low, association->high, association->p}) {
    line.push_back(rounded(number));
  }
  line.push_back(adjusted_p ? rounded(*adjusted_p) : "");
  line.emplace_back(to_string(association->method));
}

Line line_of(const DeviationReport& report, std::string_view by, const DeviationGroup& group) {
  Line line{harmless(report.process), std::string(by), harmless(group.name), fmt::format("{}", group.deviations)};
  add(line, group.deviating);
  add(line, group.complying);
  add(line, group.association, group.adjusted_p);
  line.emplace_back("association, not cause");
  return line;
}

/// All deviations, as if they were one group.
DeviationGroup whole(const DeviationReport& report) {
  return {{}, report.deviations, report.deviating, report.complying, report.association, {}};
}

}  // namespace

std::string to_csv(const std::vector<DeviationReport>& reports) {
  std::string csv;
  write(csv, header());
  for (const DeviationReport& report : reports) {
    write(csv, line_of(report, "all", whole(report)));
    for (const DeviationGroups& table : report.tables) {
      for (const DeviationGroup& group : table.groups) write(csv, line_of(report, to_string(table.by), group));
    }
  }
  return csv;
}

}  // namespace itsmflow
