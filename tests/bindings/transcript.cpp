#include "transcript.hpp"

#include <itsmflow/diagnostic.hpp>
#include <itsmflow/engine.hpp>

#include <fmt/format.h>
#include <algorithm>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <utility>

#include "calls.hpp"
#include "json/json.hpp"
#include "scenario/player.hpp"
#include "scenario/reader.hpp"
#include "source/file.hpp"
#include "source/node.hpp"

using namespace itsmflow;

namespace bindings {
namespace {

namespace fs = std::filesystem;

std::string told(const Diagnostics& findings) {
  std::string text;
  for (const Diagnostic& finding : findings) text += "\n  " + to_string(finding);
  return text;
}

std::string moment(Timestamp at) {
  constexpr int kNanosInMilli = 1'000'000;
  if (at.nanos % kNanosInMilli != 0)
    throw std::runtime_error(to_string(at) + " lies between two milliseconds, which not every language can tell");
  return to_string(at);
}

Json people_json(const std::vector<Directory::Person>& people) {
  Json list = Json::array();
  const Directory directory(people);
  for (const auto& [id, person] : directory.people()) {
    list.push_back({{"id", id}, {"roles", person.roles}});
    if (!person.name.empty()) list.back()["name"] = person.name;
  }
  return list;
}

/// Writes a line for each call, and one for what came of it.
class Pen final : public scenario::Witness {
 public:
  Pen(Transcript& transcript, std::string process) : transcript_(transcript), process_(std::move(process)) {}

  void took(const scenario::Step& step, Timestamp at, CaseId in, const Step& came) override {
    for (const Obstacle& obstacle : came.obstacles()) transcript_.obstacles.emplace(to_string(obstacle.kind()));
    transcript_.counts.obstacles += came.obstacles().size();
    count(came.events());
    write(call_of(step, process_, in), at, to_json(came));
  }

  void asked_next_due(Timestamp at, const std::optional<Timestamp>& next) override {
    write({{"call", "next_due"}}, at, {{"due", next ? Json(moment(*next)) : Json(nullptr)}});
  }

  void did_due(Timestamp at, std::size_t done) override { write({{"call", "due"}}, at, {{"done", done}}); }

  /// What no step told: what the engine did by itself and in other cases, whom it would tell, and whether it all fits together.
  void ended(Engine& engine, Timestamp at) override {
    Json notifications = Json::array();
    engine.deliver([&](const Notification& notification) { notifications.push_back(to_json(notification)); });
    write({{"call", "deliver"}}, at, {{"notifications", std::move(notifications)}});
    for (const CaseView& view : engine.cases()) {
      const std::vector<Event> events = engine.events(view.id, 1, 100'000, Sensitive::shown);
      count(events);
      write({{"call", "events"}, {"case", view.id.value}}, at, {{"events", to_json_list(events)}});
    }
    Json log = to_json(engine.verify_log(), "");
    log.erase("head");  // a digest over salted names: another one each time
    write({{"call", "verify_log"}}, at, log);
  }

 private:
  void count(const std::vector<Event>& events) {
    transcript_.counts.events += events.size();
    for (const Event& event : events) transcript_.events.emplace(to_string(event.type));
  }

  void write(Json call, Timestamp at, const Json& outcome) {
    call["at"] = moment(at);
    transcript_.calls.insert(call["call"].get<std::string>());
    ++transcript_.counts.calls;
    transcript_.text += call.dump() + "\n" + outcome.dump() + "\n";
  }

  Transcript& transcript_;
  std::string process_;
};

}  // namespace

Counts& Counts::operator+=(const Counts& more) {
  scenarios += more.scenarios;
  calls += more.calls;
  events += more.events;
  obstacles += more.obstacles;
  return *this;
}

Writer::Writer(std::string root) : root_(std::move(root)) {}

const Library& Writer::library(const std::vector<std::string>& models) {
  const auto known = libraries_.find(models);
  if (known != libraries_.end()) return known->second;
  std::vector<std::string> paths;
  for (const std::string& model : models) paths.push_back((fs::path(root_) / model).string());
  return libraries_.emplace(models, load_library(paths).value_or_throw()).first->second;
}

Transcript Writer::write(const ScenarioFile& file) {
  const Library& models = library(file.models);
  source::Document document = source::parse(source::read_file((fs::path(root_) / file.path).string()));
  const scenario::ReadScript read = scenario::read_script(document, models);
  if (has_errors(read.diagnostics)) throw std::runtime_error(file.path + " is malformed:" + told(read.diagnostics));
  Transcript transcript;
  transcript.counts.scenarios = 1;
  const Json header{
      {"transcript", 1}, {"scenario", file.path}, {"models", file.models}, {"people", people_json(read.script.people)}};
  transcript.text = header.dump() + "\n";
  Pen pen(transcript, read.script.process);
  const scenario::Played played = scenario::play(models, read.script, &pen);
  if (!played.failures.empty()) throw std::runtime_error(file.path + " doesn't pass:" + told(played.failures));
  return transcript;
}

std::string file_name(const std::string& scenario) {
  std::string name = fs::path(scenario).replace_extension(".jsonl").generic_string();
  std::ranges::replace(name, '/', '-');
  return name;
}

std::string to_json(const Counts& counts) {
  return Json{{"scenarios", counts.scenarios}, {"calls", counts.calls}, {"events", counts.events}, {"obstacles", counts.obstacles}}
      .dump();
}

}  // namespace bindings
