#include "catch.hpp"
#include "places.hpp"

#include <itsmflow/directory.hpp>
#include <itsmflow/model.hpp>
#include <itsmflow/scenario.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace itsmflow;

namespace {

const std::string kModels = places::source() + "/models";
const std::vector<std::string> kShipped{kModels + "/itil", kModels + "/municipality"};

std::string told(const std::vector<Diagnostic>& findings) {
  std::string text;
  for (const Diagnostic& finding : findings) text += to_string(finding) + "\n    " + finding.label + "\n    " + finding.help + "\n";
  return text;
}

const Library& shipped() {
  static const Library library = load_library(kShipped).value_or_throw();
  return library;
}

}  // namespace

TEST_CASE("nothing is found in the shipped models, not even a warning") {
  const Loaded<Library> loaded = load_library(kShipped);

  CHECK(told(loaded.diagnostics()).empty());
  REQUIRE(loaded);
  CHECK(shipped().models().size() >= 3);
}

TEST_CASE("every role and every activity of a shipped model says why it exists") {
  for (const auto& model : shipped().models()) {
    CHECK_FALSE(model->wording.why.empty());
    for (const Role& role : model->roles) {
      INFO(model->process << " " << role.id);
      CHECK_FALSE(role.wording.why.empty());
    }
    for (const Activity& activity : model->activities) {
      INFO(model->process << " " << activity.id);
      CHECK_FALSE(activity.wording.title.empty());
      CHECK_FALSE(activity.wording.why.empty());
    }
  }
}

TEST_CASE(
    "a shipped model says for which reasons it may be deviated from, why each is one, and why each line permits what it does") {
  for (const auto& model : shipped().models()) {
    INFO(model->process);
    CHECK_FALSE(model->deviations.motives.empty());
    CHECK_FALSE(model->deviations.lines.empty());
    CHECK_FALSE(model->deviations.never.empty());
    for (const DeclaredMotive& motive : model->deviations.motives) {
      INFO(motive.id);
      CHECK_FALSE(motive.wording.title.empty());
      CHECK_FALSE(motive.wording.why.empty());
    }
    for (const Allowance& line : model->deviations.lines) {
      INFO(to_string(line.what));
      CHECK_FALSE(line.wording.why.empty());
    }
  }
}

TEST_CASE("a case of a shipped model can come to success, and to something else") {
  for (const auto& model : shipped().models()) {
    INFO(model->process);
    const auto& outcomes = model->outcomes.outcomes;
    const auto counts = [](const Outcome& outcome) { return outcome.counts_as == Outcome::Counts::success; };
    CHECK(std::ranges::any_of(outcomes, counts));
    CHECK_FALSE(std::ranges::all_of(outcomes, counts));
  }
}

TEST_CASE("the scenarios of the shipped models pass, and do every result of every activity") {
  std::vector<ScenarioResult> results;
  for (const std::string& folder : kShipped)
    for (const std::string& file : find_scenarios(folder)) {
      results.push_back(run_scenario(shipped(), file));
      INFO(file << "\n" << told(results.back().diagnostics) << told(results.back().failures));
      CHECK(results.back().passed());
    }
  CHECK(results.size() >= 10);
  for (const ScenarioCoverage& one : coverage(shipped(), results)) {
    INFO(one.process);
    CHECK(one.missing.empty());
    CHECK(one.results_done == one.results_total);
    CHECK(one.results_total > 0);
  }
}

TEST_CASE("the people beside the shipped models have only roles that a model has, and every role has somebody") {
  for (const std::string folder : {"/municipality", "/itil"}) {
    const Library library = load_library(kModels + folder).value_or_throw();
    const Directory people = load_directory(kModels + folder + "/people.yaml").value_or_throw();
    for (const auto& [id, person] : people.people()) {
      for (const std::string& role : person.roles) {
        INFO(id << " " << role);
        CHECK(std::ranges::any_of(library.models(), [&](const auto& model) { return model->find_role(role).has_value(); }));
      }
    }
    for (const auto& model : library.models()) {
      for (const Role& role : model->roles) {
        INFO(model->process << " " << role.id);
        CHECK_FALSE(people.holders_of(role.id).empty());
      }
    }
  }
}
