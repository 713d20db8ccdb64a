#pragma once

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "places.hpp"
#include "temp_folder.hpp"

// What a reader who knows nothing of us makes of a rendering: Python's own, for XML and for schemas of JSON.

struct Told {
  int status = 0;
  std::string out;
};

/// Runs one of the scripts beside this file with Python.
inline Told ask_python(const std::string& script, const std::vector<std::string>& arguments) {
  const std::string folder = places::source() + "/tests/report/";
  std::string command = "python3 '" + folder + script + "'";
  for (const std::string& argument : arguments) command += " '" + argument + "'";
  Told told;
  std::FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return {-1, "python3 cannot be run"};
  char buffer[4096];
  while (const std::size_t got = std::fread(buffer, 1, sizeof buffer, pipe)) told.out.append(buffer, got);
  told.status = ::pclose(pipe);
  return told;
}

/// What is wrong with SARIF; empty: nothing.
inline std::string wrong_with_sarif(const std::vector<std::string>& documents) {
  const TempFolder folder;
  std::vector<std::string> files;
  for (const std::string& text : documents) {
    files.push_back(folder.file(std::to_string(files.size()) + ".sarif"));
    std::ofstream(files.back(), std::ios::binary) << text;
  }
  std::vector<std::string> schemas = {places::source() + "/tests/report/sarif-parts.schema.json"};
  if (const char* whole = std::getenv("ITSMFLOW_SARIF_SCHEMA")) schemas.emplace_back(whole);
  std::string wrong;
  for (const std::string& schema : schemas) {
    std::vector<std::string> arguments = {schema};
    arguments.insert(arguments.end(), files.begin(), files.end());
    const Told told = ask_python("validate.py", arguments);
    if (told.status != 0) wrong += told.out.empty() ? "validate.py failed" : told.out;
  }
  return wrong;
}

/// XML as Python's reader has it: elements as {"tag", "attributes", "text", "children"}. Throws where it isn't well-formed.
inline nlohmann::json parsed_xml(const std::string& text) {
  const TempFolder folder;
  std::ofstream(folder.file("report.xml"), std::ios::binary) << text;
  const Told told = ask_python("read_xml.py", {folder.file("report.xml")});
  if (told.status != 0) throw std::runtime_error(told.out);
  return nlohmann::json::parse(told.out);
}
