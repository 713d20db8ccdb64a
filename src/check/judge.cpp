#include <itsmflow/check.hpp>

#include <algorithm>
#include <iterator>
#include <utility>

#include "check/allowances.hpp"
#include "check/baseline.hpp"
#include "check/selection.hpp"

namespace itsmflow {
namespace check {
namespace {

/// What is left of findings when those are out that aren't wanted or are allowed.
struct Sifted {
  Diagnostics firm;  ///< what nothing hides: errors of loading, and what is wrong with allowances
  Diagnostics open;
  std::size_t allowed = 0;
};

/// A rule that isn't known here is wanted: a caller may look for more than we do.
bool is_wanted(const Diagnostic& finding, const CheckSettings& settings, bool (*chosen)(const CheckSettings&, const CheckRule&)) {
  const CheckRule* rule = find_check_rule(finding.rule);
  return rule == nullptr ? settings.only.empty() : chosen(settings, *rule);
}

void move_all(Diagnostics& from, Diagnostics& to) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
  from.clear();
}

void keep_firm(Diagnostic error, Allowances& allowances, Sifted& sifted) {
  if (const Allowance* allowance = allowances.use_for(error)) {
    error.related.push_back({allowance->span, "this allows nothing: with such an error the model can't be loaded"});
  }
  sifted.firm.push_back(std::move(error));
}

/// The texts of findings that are not among those that were looked at.
Allowances::Texts other_texts(const Found& found) {
  Allowances::Texts others;
  const auto add = [&](const Diagnostics& findings) {
    for (const Diagnostic& one : findings) {
      const bool known = !one.span || std::ranges::find(found.texts, one.span.source) != found.texts.end() ||
                         std::ranges::find(others, one.span.source) != others.end();
      if (!known) others.push_back(one.span.source);
    }
  };
  add(found.loading);
  add(found.further);
  return others;
}

Sifted sift(Found& found, const CheckSettings& settings) {
  Sifted sifted;
  Allowances allowances(found.texts, other_texts(found));
  const bool loaded = !has_errors(found.loading);
  Diagnostics open;
  for (Diagnostic& one : found.loading) {
    if (one.severity == Severity::error) {
      keep_firm(std::move(one), allowances, sifted);
    } else if (is_wanted(one, settings, is_chosen)) {
      open.push_back(std::move(one));
    }
  }
  std::erase_if(found.further, [&](const Diagnostic& one) { return !is_wanted(one, settings, wants); });
  move_all(found.further, open);
  for (Diagnostic& one : open) {
    if (allowances.use_for(one) != nullptr) {
      ++sifted.allowed;
    } else {
      sifted.open.push_back(std::move(one));
    }
  }
  Diagnostics faults = allowances.faults();
  move_all(faults, sifted.firm);
  const CheckRule* about_allowances = find_check_rule("unused-allow");
  if (!loaded || !is_chosen(settings, *about_allowances)) return sifted;
  Diagnostics unused = allowances.unused([&](const std::string& rule) {
    return wants(settings, *find_check_rule(rule)) && std::ranges::find(found.undecided, rule) == found.undecided.end();
  });
  move_all(unused, sifted.firm);
  return sifted;
}

/// One fault is reported once: where a trace shows what comes of a loose start, and names its place, that says it all.
void drop_what_is_told(Diagnostics& findings) {
  const auto is_at = [](const Span& one, const Span& other) {
    return one.source == other.source && one.begin == other.begin && one.end == other.end;
  };
  const auto tells = [&](const Diagnostic& one, const Span& place) {
    return !one.trace.empty() && (is_at(one.span, place) ||
                                  std::ranges::any_of(one.related, [&](const auto& other) { return is_at(other.span, place); }));
  };
  std::vector<bool> told;
  for (const Diagnostic& one : findings)
    told.push_back(one.rule == "loose-start" &&
                   std::ranges::any_of(findings, [&](const Diagnostic& other) { return tells(other, one.span); }));
  std::size_t i = 0;
  std::erase_if(findings, [&](const Diagnostic&) { return told[i++]; });
}

}  // namespace
}  // namespace check

Reported judge(Found found, const CheckSettings& settings, const Baseline& baseline) {
  const bool loaded = !has_errors(found.loading);
  check::Sifted sifted = check::sift(found, settings);
  Reported reported;
  reported.allowed = sifted.allowed;
  check::Known known(baseline);
  std::erase_if(sifted.open, [&](const Diagnostic& one) { return known.has(one); });
  reported.known = known.count();
  check::drop_what_is_told(sifted.open);
  reported.findings = std::move(sifted.firm);
  check::move_all(sifted.open, reported.findings);
  const CheckRule* about_baseline = find_check_rule("unused-baseline");
  if (loaded && check::is_chosen(settings, *about_baseline)) {
    Diagnostics unused = known.unused(found.texts, [&](const std::string& rule) {
      const CheckRule* one = find_check_rule(rule);
      return (one == nullptr || wants(settings, *one)) && std::ranges::find(found.undecided, rule) == found.undecided.end();
    });
    check::move_all(unused, reported.findings);
  }
  sort(reported.findings);
  return reported;
}

std::string make_baseline(Found found, const CheckSettings& settings, const std::string& path) {
  return check::baseline_text(check::sift(found, settings).open, path);
}

}  // namespace itsmflow
