#include "lang/load.hpp"
#include "lang/merge_sources.hpp"
#include "lang/merge_text.hpp"
#include "source/file.hpp"
#include "temp_folder.hpp"

#include "catch.hpp"
#include "places.hpp"

#include <itsmflow/language.hpp>
#include <itsmflow/model.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using namespace itsmflow;
using source::Node;
namespace fs = std::filesystem;

namespace {

std::string write(const TempFolder& folder, const std::string& name, const std::string& text) {
  fs::create_directories((folder.path() / name).parent_path());
  std::ofstream(folder.path() / name) << text;
  return folder.file(name);
}

std::vector<std::string> shipped() {
  std::vector<std::string> paths;
  for (const std::string root : {"/models", "/tests/cli", "/tests/check/adapted", "/examples"}) {
    for (const auto& entry : fs::recursive_directory_iterator(places::source() + root)) {
      const std::string path = entry.path().string();
      if (entry.is_regular_file() && lang::is_yaml(path) && lang::is_model(*source::read_file(path))) paths.push_back(path);
    }
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

/// The same kinds, texts and keys in the same order, wherever they stand and however they are quoted.
bool same_tree(const Node& left, const Node& right) {
  const auto same_nodes = [](const Node* a, const Node* b) { return same_tree(*a, *b); };
  const auto same_entries = [](const Node::Entry& a, const Node::Entry& b) {
    return a.key->text == b.key->text && same_tree(*a.value, *b.value);
  };
  return left.kind == right.kind && left.text == right.text && std::ranges::equal(left.items, right.items, same_nodes) &&
         std::ranges::equal(left.entries, right.entries, same_entries);
}

/// What cases of a model can tell of it.
std::string told(const Model& model) {
  std::string text = model.process + ' ' + model.version + ' ' + model.wording.title + ' ' + model.wording.why + '\n';
  for (const Role& role : model.roles) text += role.id + ' ' + role.wording.why + '\n';
  for (const ObjectType& object : model.objects) {
    text += object.id + ':';
    for (const std::string& state : object.states) text += ' ' + state;
    for (const std::uint32_t state : object.final_states) text += " final " + object.states[state];
    for (const Field& field : object.fields)
      text += "\n  " + field.id + ' ' + describe_type(field) + ' ' + to_string(field.initial);
    text += '\n';
  }
  const auto effects = [&](const Effects& of) {
    for (const Move& move : of.moves) {
      text += " move " + model.objects[move.object].id;
      for (const std::uint32_t from : move.from) text += ' ' + std::to_string(from);
      text += " to " + std::to_string(move.to);
    }
    for (const FieldRef& field : of.required) text += " requires " + model.path(field);
    for (const FieldRef& field : of.asked) text += " asks " + model.path(field);
    if (of.when) text += " when " + of.when->expression.text();
  };
  for (const Activity& activity : model.activities) {
    text += activity.id + ' ' + std::to_string(static_cast<int>(activity.performer));
    for (const std::uint32_t role : activity.roles) text += ' ' + model.roles[role].id;
    effects(activity.effects);
    for (const Result& result : activity.results) text += "\n  " + result.id, effects(result.effects);
    text += '\n';
  }
  return text + std::to_string(model.rows.size()) + ' ' + std::to_string(model.rules.size());
}

constexpr const char* kStandard = R"(itsmflow: 1
process: standard
version: 1.4.2
case: ticket
roles: {agent: Agent, boss: Boss}
objects:
  ticket:
    states: [new, judged, done, dropped]
    final: [done, dropped]
    fields: {note: text}
activities:
  judge:
    role: boss
    when: ticket.state == "new"
    results:
      accepted: {moves: {ticket: new -> judged}, requires: [ticket.note]}
      refused: {moves: {ticket: new -> dropped}}
  work: {role: agent, moves: {ticket: judged -> done}}
rules:
  - four_eyes: [judge, work]
)";

std::string adapting(const std::string& process, const std::string& base, const std::string& rest) {
  return "itsmflow: 1\nprocess: " + process + "\nversion: 1.0.0\nadapts: " + base + "\n" + rest;
}

Diagnostic first(const Diagnostics& found) {
  return found.empty() ? Diagnostic{} : found.front();
}

}  // namespace

TEST_CASE("what is kept of a model loads by itself as the same model") {
  std::size_t count = 0;
  std::size_t merged = 0;
  for (const std::string& path : shipped()) {
    INFO(path);
    lang::Sources sources(lang::Sources::Lookup::beside);
    const auto tree = sources.tree(sources.add(source::read_file(path)));
    if (!tree->readable || tree->document.root == nullptr || has_errors(tree->document.diagnostics)) continue;
    const auto model = lang::read_tree(*tree);
    const auto text = std::make_shared<const SourceText>(SourceText{"kept.yaml", lang::canonical_text(*tree)});
    const source::Document again = source::parse(text);
    INFO(text->text);
    REQUIRE(again.root != nullptr);
    CHECK(same_tree(*tree->document.root, *again.root));
    const auto read = lang::read_model(text);
    if (model) {
      REQUIRE(read);
      CHECK(told(*Loaded(model).value_or_throw()) == told(*Loaded(read).value_or_throw()));
      if (tree->merged) CHECK(Loaded(model).value_or_throw()->source->text == text->text);
    }
    ++count;
    merged += tree->merged ? 1 : 0;
  }
  CHECK(count >= 20);
  CHECK(merged >= 5);
}

TEST_CASE("what show-model prints is a model, the same as the one it shows") {
  for (const std::string name : {"minor-change", "medium-change", "urgent-change", "major-change", "change"}) {
    INFO(name);
    const std::string path = places::source() + "/models/municipality/" + name + ".yaml";
    const std::string shown = show_model({path}).value_or_throw();
    const auto model = load_model(shown).value_or_throw();
    CHECK(told(*model) == told(*load_library(path).value_or_throw().models().at(0)));
    CHECK(shown.find("# change.yaml:") != std::string::npos);
  }
}

TEST_CASE("a model can adapt a model that adapts a model, and each line knows its file and its reason") {
  const TempFolder folder;
  write(folder, "standard.yaml", kStandard);
  write(
      folder, "ours.yaml",
      adapting("ours", "standard@1",
               "activities:\n  work: {requires: [ticket.note], because: we forget}\n  look: {role: agent, needs: {ticket: judged}, "
               "because: we are curious}\n"));
  const std::string path = write(folder, "mine.yaml",
                                 adapting("mine", "ours@1",
                                          "because: I am alone\nroles: {remove: [boss]}\nactivities:\n  judge: {role: agent}\n"
                                          "  look: {title: Look twice}\nrules: {remove: [four_eyes: [judge, work]]}\n"));
  const auto model = load_library(path).value_or_throw().models().at(0);
  CHECK(model->process == "mine");
  CHECK(model->activities.size() == 3);
  CHECK(model->roles.size() == 1);
  CHECK(model->rules.empty());
  CHECK(model->activities[1].effects.required.size() == 1);
  CHECK(model->activities[2].wording.title == "Look twice");
  CHECK(fs::path(model->activities[0].span.source->name).filename() == "standard.yaml");
  CHECK(fs::path(model->activities[2].span.source->name).filename() == "ours.yaml");
  const std::string shown = show_model({path}).value_or_throw();
  CHECK(shown.find("# mine 1.0.0, adapts ours 1.0.0, adapts standard 1.4.2") == 0);
  CHECK(shown.find("# ours.yaml:6: we forget") != std::string::npos);
  CHECK(shown.find("# without boss") != std::string::npos);
  CHECK(shown.find("# mine.yaml:6: I am alone") != std::string::npos);
}

TEST_CASE("a model that adapts another belongs to its practice, unless it says otherwise") {
  const TempFolder folder;
  write(folder, "standard.yaml", std::string(kStandard) + "practice: change\n");
  const auto practice_of = [&](const std::string& name, const std::string& rest) {
    const std::string path = write(folder, name + ".yaml", adapting(name, "standard@1", rest));
    return load_library(path).value_or_throw().models().at(0)->practice;
  };
  CHECK(practice_of("quick", "because: it is urgent\n") == Practice::change);
  CHECK(practice_of("other", "because: it is brought out\npractice: release\n") == Practice::release);
}

TEST_CASE("an activity that is left out is passed by the engine with one result, and loses whom and what it needs") {
  const TempFolder folder;
  write(folder, "standard.yaml", kStandard);
  const std::string path =
      write(folder, "quick.yaml",
            adapting("quick", "standard@1.4.2",
                     "because: it is urgent\nomit: {judge: {as: accepted}}\nrules: {remove: [four_eyes: [judge, "
                     "work]]}\n"));
  const auto loaded = load_library(path);
  CHECK(loaded.diagnostics().empty());
  const auto model = Loaded(loaded).value_or_throw().models().at(0);
  const Activity& judge = model->activities.at(0);
  CHECK(judge.performer == Performer::engine);
  CHECK(judge.roles.empty());
  CHECK_FALSE(judge.effects.when);
  REQUIRE(judge.results.size() == 1);
  CHECK(judge.results[0].id == "accepted");
  CHECK(judge.results[0].effects.required.empty());
  CHECK(judge.results[0].effects.moves.size() == 1);
}

TEST_CASE(
    "a rule about people goes on between the start and what is not left out, and falls away where the start is all that is left") {
  const TempFolder folder;
  std::string standard = kStandard;
  standard += "  - same_person: [start, judge]\n";
  standard.replace(standard.find("[judge, work]"), 13, "[start, judge, work]");
  write(folder, "standard.yaml", standard);
  const std::string path =
      write(folder, "quick.yaml", adapting("quick", "standard@1.4.2", "because: it is urgent\nomit: {judge: {as: accepted}}\n"));
  const auto loaded = load_library(path);
  REQUIRE(loaded.diagnostics().size() == 1);
  CHECK(first(loaded.diagnostics()).message == "the rule 'same_person: [start, judge]' falls away with activity 'judge'");
  const auto model = Loaded(loaded).value_or_throw().models().at(0);
  REQUIRE(model->rules.size() == 1);
  REQUIRE(model->rules[0].subjects.size() == 2);
  CHECK(model->rules[0].subjects[0].activity == RuleSubject::kStart);
  CHECK(model->rules[0].subjects[1].activity == model->find_activity("work"));
}

TEST_CASE("deviations and outcomes are taken over, and edited piece by piece") {
  const TempFolder folder;
  write(folder, "standard.yaml",
        std::string(kStandard) +
            "deviations:\n  motives: {hurry: {class: will_not, title: No time}, broken: {class: cannot}}\n  allow:\n    - {what: "
            "skip, activities: [judge], by: agent}\n    - {what: missing_data, activities: [work]}\n  never: []\n  at_most: 2\n"
            "outcomes: [success: ticket.state == \"done\", failure]\n");
  const std::string path = write(
      folder, "quick.yaml",
      adapting(
          "quick", "standard@1",
          "because: it is urgent\ndeviations:\n  motives: {hurry: {class: better_way}}\n  allow: {remove: [{what: skip}], add: "
          "[{what: extra, activities: work}]}\n  at_most: 5\noutcomes: {remove: [success], add: [late: ticket.state == "
          "\"done\"]}\n"));
  const auto loaded = load_library(path);
  REQUIRE(loaded.diagnostics().empty());
  const auto model = Loaded(loaded).value_or_throw().models().at(0);
  const Deviations& deviations = model->deviations;
  REQUIRE(deviations.motives.size() == 2);
  CHECK(deviations.motives[0].motive_class == MotiveClass::better_way);
  CHECK(deviations.motives[0].wording.title == "No time");
  REQUIRE(deviations.lines.size() == 2);
  CHECK(deviations.lines[0].what == DeviationKind::missing_data);
  CHECK(deviations.lines[1].what == DeviationKind::extra);
  CHECK(deviations.at_most == 5);
  REQUIRE(model->outcomes.outcomes.size() == 2);
  CHECK(model->outcomes.outcomes[0].id == "failure");
  CHECK(model->outcomes.outcomes[1].id == "late");
  CHECK(load_model(model->source->text));
}

TEST_CASE("where only those who give outcomes differ, the list is taken over") {
  const TempFolder folder;
  write(folder, "standard.yaml", std::string(kStandard) + "outcomes: [success: ticket.state == \"done\", lost]\n");
  const std::string path =
      write(folder, "quick.yaml", adapting("quick", "standard@1", "because: it is urgent\noutcomes: {by: boss}\n"));
  const auto model = load_library(path).value_or_throw().models().at(0);
  CHECK(model->outcomes.outcomes.size() == 2);
  CHECK(model->outcomes.roles == std::vector{*model->find_role("boss")});
}

TEST_CASE("what the engine passes is no longer in any line of what may be deviated from") {
  const TempFolder folder;
  write(
      folder, "standard.yaml",
      std::string(kStandard) +
          "deviations:\n  motives: {hurry: {class: will_not}}\n  allow:\n    - {what: missing_data, activities: [judge, work]}\n");
  const std::string path =
      write(folder, "quick.yaml", adapting("quick", "standard@1", "because: it is urgent\nomit: {judge: {as: accepted}}\n"));
  const auto model = load_library(path).value_or_throw().models().at(0);
  REQUIRE(model->deviations.lines.size() == 1);
  CHECK(model->deviations.lines[0].activities == std::vector{*model->find_activity("work")});
}

TEST_CASE("rows from other results fall away with an activity that is left out, and rows from its own stay") {
  const TempFolder folder;
  write(folder, "standard.yaml",
        "itsmflow: 1\nprocess: standard\nversion: 1.0.0\nroles: {agent: Agent}\nactivities:\n  judge: {role: agent, results: "
        "{yes_do: {}, no_dont: {}}}\n  work: {role: agent}\n  tell: {role: agent}\ntransitions:\n  - start -> judge\n  - "
        "judge.yes_do -> work\n  - judge.no_dont -> tell\n  - work -> tell\n  - tell -> end\n");
  const std::string path =
      write(folder, "quick.yaml", adapting("quick", "standard@1", "omit: {judge: {as: yes_do, because: it is urgent}}\n"));
  const auto model = load_library(path).value_or_throw().models().at(0);
  CHECK(model->rows.size() == 4);
  CHECK(model->activities.at(0).results.size() == 1);
}

TEST_CASE("an activity that nothing waits for can't be left out, only removed") {
  const TempFolder folder;
  std::string standard = kStandard;
  standard.insert(standard.find("rules:"), "  look: {role: agent, needs: {ticket: judged}}\n");
  write(folder, "standard.yaml", standard);
  const auto loaded = load_library(write(folder, "a.yaml", adapting("a", "standard@1", "because: no time\nomit: {look: {}}\n")));
  CHECK(first(loaded.diagnostics()).rule == "endless-engine");
  CHECK(load_library(write(folder, "a.yaml", adapting("a", "standard@1", "because: no time\nactivities: {remove: [look]}\n"))));
}

TEST_CASE("an adapted model is found beside the file, one folder up, and among the files that are given") {
  const TempFolder folder;
  const std::string variant = adapting("mine", "standard@1", "activities: {work: {title: Do it, because: shorter}}\n");
  const std::string path = write(folder, "team/deep/mine.yaml", variant);
  CHECK(first(load_library(path).diagnostics()).rule == "unknown-base");
  const std::string standard = write(folder, "standards/standard.yaml", kStandard);
  CHECK(load_library({path, standard}));
  CHECK(load_library(folder.path().string()));
  write(folder, "team/standard.yaml", kStandard);
  CHECK(load_library(path));
  CHECK(load_library(path).value_or_throw().models().size() == 1);
}

TEST_CASE("a text that is loaded alone looks for nothing in the file system") {
  const auto loaded = load_model(adapting("mine", "standard@1", ""), places::source() + "/models/x.yaml");
  REQUIRE_FALSE(loaded);
  CHECK(first(loaded.diagnostics()).rule == "unknown-base");
}

TEST_CASE("what is wrong with an adapted model is said once, about that model") {
  const TempFolder folder;
  std::string broken = kStandard;
  broken.replace(broken.find("role: agent, moves"), 11, "role: agnet");
  write(folder, "standard.yaml", broken);
  write(folder, "a.yaml", adapting("a", "standard@1", "activities: {judge: {title: A, because: x}}\n"));
  write(folder, "b.yaml", adapting("b", "standard@1", "activities: {judge: {role: boos, because: x}}\n"));
  const Diagnostics found = load_library(folder.path().string()).diagnostics();
  REQUIRE(found.size() == 2);
  CHECK(fs::path(found[0].span.source->name).filename() == "b.yaml");
  CHECK(fs::path(found[1].span.source->name).filename() == "standard.yaml");
  CHECK(found[1].related.empty());
}

TEST_CASE("a model has the roles and terms of a shared file, and of its objects those that it names") {
  const TempFolder folder;
  write(
      folder, "common.yaml",
      "itsmflow: 1\nshared: common\nvocabulary: {CAB: change advisory board}\nroles: {desk: Desk, boss: Boss}\nobjects:\n  ticket: "
      "{states: [new, done], final: [done], fields: {note: text}}\n  bill: {fields: {sum: number}}\n");
  const std::string path =
      write(folder, "help.yaml",
            "itsmflow: 1\nprocess: help\nversion: 1.0.0\nuses: common\ncase: ticket\nobjects: {ticket: {fields: {answer: text}}}\n"
            "activities: {answer: {role: desk, moves: {ticket: new -> done}, requires: [ticket.answer]}}\n");
  const auto loaded = load_library(path);
  CHECK(loaded.diagnostics().empty());
  const auto model = Loaded(loaded).value_or_throw().models().at(0);
  CHECK(model->roles.size() == 2);
  CHECK(model->vocabulary.size() == 1);
  REQUIRE(model->objects.size() == 1);
  CHECK(model->objects[0].fields.size() == 2);
  CHECK(load_model(model->source->text));

  const auto all = load_library(folder.path().string()).value_or_throw();
  CHECK(all.shared() == std::vector<std::string>{"common"});
  CHECK(all.models().size() == 1);
}

TEST_CASE("a shared file is checked by itself, and brings the tables about objects that a model has") {
  const TempFolder folder;
  const std::string shared =
      "itsmflow: 1\nshared: common\nroles: {desk: Desk}\nobjects:\n  call:\n    states: [new, done]\n    final: [done]\n    "
      "fields: {impact: [low, high], priority: int}\ntables:\n  priority: {sets: call.priority, by: call.impact, rows: {low: 2, "
      "high: 1}}\n  other: {sets: bill.sum, by: bill.kind, rows: {low: 2, high: 1}}\n";
  const std::string path = write(folder, "common.yaml", shared);
  CHECK(load_library(path).diagnostics().empty());
  std::string broken = shared;
  broken.replace(broken.find("rows: {low"), 10, "rows: {lwo");
  CHECK(has_errors(load_library(write(folder, "common.yaml", broken)).diagnostics()));
  write(folder, "common.yaml", shared);
  const std::string model = write(
      folder, "help.yaml",
      "itsmflow: 1\nprocess: help\nversion: 1.0.0\nuses: [common]\ncase: call\nobjects: {call: }\nactivities: {answer: {role: "
      "desk, moves: {call: new -> done}, requires: [call.impact]}}\n");
  const std::string shown = show_model({model}).value_or_throw();
  CHECK(shown.find("priority: {sets: call.priority") != std::string::npos);
  CHECK(shown.find("other:") == std::string::npos);
}

TEST_CASE("wild differences get findings, never a crash") {
  const TempFolder folder;
  write(folder, "standard.yaml", kStandard);
  for (const std::string rest : {"activities: 3\n",
                                 "activities: [a]\n",
                                 "activities: {judge: 3}\n",
                                 "activities: {judge: {role: {add: {}}}}\n",
                                 "activities: {remove: {a: b}}\n",
                                 "omit: [judge]\n",
                                 "omit: {judge: 3}\n",
                                 "omit: {judge: {as: {}}}\n",
                                 "rules: {remove: [[]]}\n",
                                 "rules: {add: 3}\n",
                                 "because: {a: b}\n",
                                 "deviations: {motives: {remove: [a]}}\n",
                                 "deviations: {allow: {add: x}}\n",
                                 "outcomes: {add: {}}\n",
                                 "outcomes: {by: {}, of: {remove: [a, {}]}}\n",
                                 "outcomes: {remove: {}}\n",
                                 "objects: {ticket: {fields: {note: {remove: [type]}}}}\n",
                                 "remove: [activities]\n",
                                 "objects: {ticket: {states: {remove: [new, judged, done, dropped]}}}\n",
                                 "activities: {because: {role: agent}, remove: {role: agent}, x: &y {because: z, role: *y}}\n"}) {
    INFO(rest);
    const auto loaded = load_library(write(folder, "wild.yaml", adapting("wild", "standard@1", rest)));
    CHECK_FALSE(loaded.diagnostics().empty());
  }
}
