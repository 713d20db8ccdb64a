// What SECURITY.md promises, tried from outside: models, data and names by somebody who means harm.

#include "catch.hpp"
#include "places.hpp"
#include "temp_folder.hpp"

#include <itsmflow/draw.hpp>
#include <itsmflow/itsmflow.hpp>
#include <itsmflow/report.hpp>
#include <itsmflow/story.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <regex>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace flow = itsmflow;
namespace fs = std::filesystem;

namespace {

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void write(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

/// A model that loads, with these words in every place that takes free text.
std::string model_with(const std::string& words) {
  std::string quoted = "\"";
  for (const char c : words) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  quoted += '"';
  return "itsmflow: 1\nprocess: errand\nversion: 1.0.0\ntitle: " + quoted + "\nwhy: " + quoted +
         "\ncase: job\nroles: {clerk: {title: " + quoted + "}}\nobjects:\n  job:\n    title: " + quoted +
         "\n    states: [new, done]\n    final: [done]\n    fields: {words: {type: text, title: " + quoted +
         "}}\nstart: {role: clerk, asks: [job.words]}\nactivities:\n  run: {title: " + quoted + ", why: " + quoted +
         ", role: clerk, moves: {job: new -> done}}\n";
}

std::string messages(const flow::Diagnostics& findings) {
  return flow::render(findings, flow::ReportFormat::full);
}

const std::string kInjection = "'); DROP TABLE events; --";

}  // namespace

TEST_CASE("names, values and keys that look like SQL are kept as they are and do nothing") {
  const TempFolder folder;
  const std::string path = folder.file("service.db");
  const flow::Directory people{{kInjection, {"clerk"}}};
  const auto library = [] {
    auto model = flow::load_model(model_with("x")).value_or_throw();
    return flow::Library({model}, flow::load_library(std::vector<std::string>{}).value_or_throw().reader());
  };
  {
    flow::SqliteStore store(path);
    flow::Engine engine(library(), store, people);
    const flow::Step begun = engine.start("errand", kInjection, {{"job.words", kInjection}}, {.key = kInjection});
    REQUIRE(begun);
    REQUIRE(engine.claim(begun.case_id(), "run", kInjection));
    CHECK(engine.cases({.process = kInjection}).empty());
    CHECK(engine.cases({.process = "errand", .field = "job.words", .value = kInjection}).size() == 1);
    CHECK_THROWS_AS(engine.start(kInjection, kInjection), flow::NotFound);
    CHECK(engine.erase_person("\" OR 1=1").stand_in.empty());
  }
  flow::SqliteStore store(path);
  const flow::Engine engine(library(), store, people);
  CHECK(engine.verify_log().problems.empty());
  CHECK(engine.events(flow::CaseId{1}).front().actor == kInjection);
  CHECK(engine.offers_for(kInjection).size() == 1);
}

TEST_CASE("a model can't name a file: what it uses and adapts are ids, and a path is none") {
  const TempFolder folder;
  const std::string secret = "the secret of the house";
  write(folder.file("secret.yaml"), secret);
  fs::create_directory(folder.file("models"));
  const std::string head = "itsmflow: 1\nprocess: errand\nversion: 1.0.0\n";
  const std::string rest = "activities: {run: {}}\n";
  for (const std::string& reach :
       {std::string("uses: [../secret]\n"), std::string("uses: [../secret.yaml]\n"), std::string("uses: [../../etc/passwd]\n"),
        std::string("uses: [/etc/passwd]\n"), std::string("adapts: ../../etc/passwd@1\n"), std::string("adapts: ../secret@1.0.0\n"),
        std::string("uses: [\"file:///etc/passwd\"]\n"), std::string("roles: !include /etc/passwd\n")}) {
    INFO(reach);
    write(folder.file("models/errand.yaml"), head + reach + rest);
    const auto loaded = flow::load_library(folder.file("models"));
    CHECK_FALSE(loaded);
    const std::string told = messages(loaded.diagnostics());
    CHECK(told.find(secret) == std::string::npos);
    CHECK(told.find("root:") == std::string::npos);
  }
}

TEST_CASE("a folder of models is not left by links to folders, nor walked in circles") {
  const TempFolder folder;
  fs::create_directory(folder.file("models"));
  fs::create_directory(folder.file("elsewhere"));
  write(folder.file("elsewhere/other.yaml"), model_with("elsewhere"));
  write(folder.file("models/errand.yaml"), model_with("here"));
  fs::create_directory_symlink("../elsewhere", folder.file("models/away"));
  fs::create_directory_symlink("..", folder.file("models/up"));
  const auto library = flow::load_library(folder.file("models")).value_or_throw();
  REQUIRE(library.models().size() == 1);
  CHECK(library.models().front()->wording.title == "here");
}

TEST_CASE("a title of a megabyte is loaded or refused, told of in lines of sane length, and drawn") {
  const std::string giant(1 << 20, 'x');
  const auto model = flow::load_model(model_with(giant)).value_or_throw();
  CHECK(flow::draw(*model, flow::DrawFormat::dot).size() < 100 * giant.size());
  const auto refused = flow::load_model("itsmflow: 1\nprocess: errand\nversion: 1.0.0\n" + giant + ": 1\nactivities: {run: {}}\n");
  CHECK_FALSE(refused);
  CHECK(messages(refused.diagnostics()).size() < 100'000);
  CHECK_FALSE(flow::load_model(model_with(std::string(20u << 20, 'x'))));
}

TEST_CASE("what a hostile case says is inert in every form of its story") {
  const flow::Directory people{{"<img src=x onerror=alert(1)>", {"clerk"}}};
  flow::MemoryStore store;
  const std::string words = "<script>alert(1)</script> ](javascript:alert(1)) `x` \x1b[2J =cmd|' /C calc'!A0";
  auto model = flow::load_model(model_with("<script>alert(2)</script>=1+1")).value_or_throw();
  flow::Engine engine(flow::Library({model}, flow::load_library(std::vector<std::string>{}).value_or_throw().reader()), store,
                      people);
  const flow::Step step = engine.start("errand", "<img src=x onerror=alert(1)>", {{"job.words", words}});
  REQUIRE(step);
  const flow::Story story = flow::tell_story(engine, step.case_id());
  const std::string html = flow::render(story, flow::StoryFormat::html);
  CHECK(html.find("<script") == std::string::npos);
  CHECK(html.find("<img") == std::string::npos);
  const std::string markdown = flow::render(story, flow::StoryFormat::markdown);
  CHECK(markdown.find("<script") == std::string::npos);
  CHECK_FALSE(std::regex_search(markdown, std::regex(R"([^\\]\]\(javascript)")));
  CHECK(flow::render(story, flow::StoryFormat::text).find('\x1b') == std::string::npos);
}

TEST_CASE("the library starts one program, graphviz, and opens no connection") {
  const std::regex reaches(
      R"((?:^|[^\w.:>])(?:::|std::)?(popen|system|socket|getaddrinfo|v?fork|exec[lv]p?e?|posix_spawnp?|dlopen|sqlite3_(?:enable_)?load_extension)\s*\()");
  std::set<std::string> found;
  for (const auto& entry : fs::recursive_directory_iterator(places::source() + "/src")) {
    if (!entry.is_regular_file()) continue;
    const std::string text = std::regex_replace(read(entry.path()), std::regex("//[^\n]*"), "");
    for (std::sregex_iterator at(text.begin(), text.end(), reaches), end; at != end; ++at)
      found.insert(entry.path().filename().string() + ": " + (*at)[1].str());
  }
  // The forks of regions are those of models.
  CHECK(found == std::set<std::string>{"graphviz.cpp: posix_spawnp", "regions.cpp: fork"});
}
