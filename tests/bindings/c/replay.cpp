// replay_c ROOT FOLDER: makes the calls of all transcripts in FOLDER through the C interface. Ends with 1 where something else comes of one than what
// is written, if by one byte; and where a change in a transcript isn't noticed.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>

#include "world.hpp"

namespace {

namespace fs = std::filesystem;
using replay::Json;

struct Counts {
  std::size_t scenarios = 0;
  std::size_t calls = 0;
  std::size_t events = 0;
  std::size_t obstacles = 0;
};

using Lines = std::vector<std::string>;

Lines lines_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error(path.string() + " can't be read");
  Lines lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::string outcome_of(replay::World& world, const Json& call) {
  try {
    return replay::make_call(world, call);
  } catch (const replay::Failure& failure) {
    return Json{{"failed", failure.what()}}.dump();
  }
}

void count(const std::string& outcome, Counts& counts) {
  const Json json = Json::parse(outcome);
  ++counts.calls;
  if (json.contains("events") && json.at("events").is_array()) counts.events += json.at("events").size();
  if (json.contains("obstacles")) counts.obstacles += json.at("obstacles").size();
}

/// The first difference, in words; empty: there is none.
std::string play(const std::string& root, const Lines& lines, Counts& counts) {
  const Json header = Json::parse(lines.at(0));
  if (header.at("transcript") != 1) return "this is a transcript of another form";
  replay::World world(root, header);
  ++counts.scenarios;
  for (std::size_t i = 1; i < lines.size(); i += 2) {
    const std::string came = outcome_of(world, Json::parse(lines[i]));
    if (i + 1 == lines.size()) return "line " + std::to_string(i + 1) + ": its outcome isn't there";
    if (came != lines[i + 1]) {
      return "line " + std::to_string(i + 1) + ": of " + lines[i] + "\n  came   " + came + "\n  not    " + lines[i + 1];
    }
    count(came, counts);
  }
  return "";
}

std::string counted(const Counts& counts) {
  return Json{{"scenarios", counts.scenarios}, {"calls", counts.calls}, {"events", counts.events}, {"obstacles", counts.obstacles}}
      .dump();
}

// ---- Does it bite? ----

std::size_t line_with(const Lines& lines, const std::string& part, std::size_t from = 0) {
  for (std::size_t i = from; i < lines.size(); ++i)
    if (lines[i].find(part) != std::string::npos) return i;
  throw std::runtime_error("no line has " + part + " in it");
}

struct Change {
  const char* what;
  std::function<void(Lines&)> make;
};

const std::vector<Change>& changes() {
  static const std::vector<Change> all{
      {"a letter in the sentence of an obstacle",
       [](Lines& lines) {
         std::string& line = lines[line_with(lines, R"("message":")")];
         line[line.find(R"("message":")") + 12] ^= 1;
       }},
      {"another number of events in the log",
       [](Lines& lines) {
         std::string& line = lines.back();
         line.insert(line.find(R"("events":)") + 9, "1");
       }},
      {"a call that is left out",
       [](Lines& lines) {
         const auto at = lines.begin() + static_cast<std::ptrdiff_t>(line_with(lines, R"({"call":"perform")"));
         lines.erase(at, at + 2);
       }},
      {"somebody else who acts",
       [](Lines& lines) {
         std::string& line = lines[line_with(lines, R"({"call":"perform")")];
         line.replace(line.find(R"("actor":")") + 9, 1, "nobody-");
       }},
      {"a moment that is a millisecond later",
       [](Lines& lines) {
         std::string& line = lines[line_with(lines, R"({"call":"perform")")];
         line.replace(line.rfind("Z\"}"), 1, ".001Z");
       }},
      {"a transcript that ends too early", [](Lines& lines) { lines.pop_back(); }},
  };
  return all;
}

bool does_bite(const std::string& root, const Lines& lines) {
  bool bites = true;
  for (const Change& change : changes()) {
    Lines changed = lines;
    change.make(changed);
    Counts ignored;
    if (!play(root, changed, ignored).empty()) continue;
    std::cerr << "not noticed: " << change.what << "\n";
    bites = false;
  }
  return bites;
}

bool has(const Lines& lines, const std::string& part) {
  return std::ranges::any_of(lines, [&](const std::string& line) { return line.find(part) != std::string::npos; });
}

bool replay_all(const std::string& root, const fs::path& folder) {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder))
    if (entry.path().extension() == ".jsonl") files.push_back(entry.path());
  std::ranges::sort(files);
  Counts counts;
  bool agrees = true;
  bool has_tried = false;
  for (const fs::path& file : files) {
    const Lines lines = lines_of(file);
    const std::string difference = play(root, lines, counts);
    if (!difference.empty()) {
      std::cerr << file.filename().string() << ": " << difference << "\n";
      agrees = false;
    } else if (!has_tried && has(lines, R"("message":")")) {
      has_tried = true;
      agrees = does_bite(root, lines) && agrees;
    }
  }
  const std::string wanted = lines_of(folder / "counts.json").at(0);
  std::cout << "C compared " << counted(counts) << "\n";
  if (agrees && counted(counts) != wanted) std::cerr << "C++ wrote " << wanted << "\n";
  if (!has_tried) std::cerr << "there was no transcript to be changed\n";
  return agrees && has_tried && counted(counts) == wanted && counts.events > 0 && counts.obstacles > 0;
}

}  // namespace

int main(int count, char** words) {
  if (count != 3) {
    std::cerr << "replay_c ROOT FOLDER\n";
    return 2;
  }
  try {
    return replay_all(words[1], words[2]) ? 0 : 1;
  } catch (const std::exception& error) {
    std::cerr << "replay_c: " << error.what() << "\n";
    return 1;
  }
}
