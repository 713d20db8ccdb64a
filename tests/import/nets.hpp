#pragma once

#include "../catch.hpp"
#include "places.hpp"

#include <itsmflow/import.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace itsmflow {

/// A net in PNML. `arcs` are written "p > t". Each node is a line of its own, and the first of them is line 3.
struct PnmlText {
  std::vector<std::string> places;       ///< "p", or "p*": with a token
  std::vector<std::string> transitions;  ///< "t", or "t~": invisible
  std::vector<std::string> arcs;
  std::vector<std::vector<std::string>> finals;

  std::string text() const {
    std::string xml =
        "<pnml xmlns=\"http://www.pnml.org/version-2009/grammar/pnml\">\n"
        "<net id=\"net\" type=\"http://www.pnml.org/version-2009/grammar/ptnet\"><page id=\"page\">\n";
    for (const std::string& place : places) {
      const bool marked = place.ends_with('*');
      xml += "<place id=\"" + place.substr(0, place.size() - (marked ? 1 : 0)) + "\">";
      if (marked) xml += "<initialMarking><text>1</text></initialMarking>";
      xml += "</place>\n";
    }
    for (const std::string& transition : transitions) {
      const bool silent = transition.ends_with('~');
      xml += "<transition id=\"" + transition.substr(0, transition.size() - (silent ? 1 : 0)) + "\">";
      if (silent) xml += "<toolspecific tool=\"ProM\" version=\"6.4\" activity=\"$invisible$\"/>";
      xml += "</transition>\n";
    }
    std::size_t number = 0;
    for (const std::string& arc : arcs) {
      const std::size_t at = arc.find(" > ");
      xml += "<arc id=\"arc" + std::to_string(++number) + "\" source=\"" + arc.substr(0, at) + "\" target=\"" + arc.substr(at + 3) +
             "\"/>\n";
    }
    xml += "</page>";
    if (!finals.empty()) xml += "<finalmarkings>";
    for (const auto& marking : finals) {
      xml += "<marking>";
      for (const std::string& place : marking) xml += "<place idref=\"" + place + "\"><text>1</text></place>";
      xml += "</marking>";
    }
    if (!finals.empty()) xml += "</finalmarkings>";
    return xml + "</net></pnml>\n";
  }

  SourceText source() const { return {"net.pnml", text()}; }
};

/// "3:12 error deadlock: …", a line each.
inline std::vector<std::string> lines_of(const Diagnostics& diagnostics) {
  std::vector<std::string> lines;
  for (const Diagnostic& one : diagnostics)
    lines.push_back(std::to_string(one.span.line) + ":" + std::to_string(one.span.column) +
                    (one.severity == Severity::error ? " error " : " warning ") + one.rule + ": " + one.message);
  return lines;
}

inline std::vector<std::string> trace_of(const Diagnostic& diagnostic) {
  std::vector<std::string> words;
  for (const Diagnostic::Step& step : diagnostic.trace) words.push_back(step.message);
  return words;
}

/// Of the shared data, if it is there: paths of three nets that were discovered in event logs.
inline std::vector<std::string> discovered_nets() {
  const auto folder = std::filesystem::path(places::source()) / "../shared/data/alignment";
  std::vector<std::string> paths;
  if (!std::filesystem::exists(folder)) {
    WARN("skipped: " << folder.string() << " isn't there");
    return paths;
  }
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.path().extension() == ".pnml") paths.push_back(entry.path().string());
  CHECK(paths.size() == 3);
  return paths;
}

}  // namespace itsmflow
