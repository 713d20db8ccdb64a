#include "cli/check_find.hpp"

#include <fmt/format.h>
#include <itsmflow/directory.hpp>
#include <itsmflow/error.hpp>
#include <itsmflow/import.hpp>
#include <itsmflow/language.hpp>
#include <itsmflow/verify.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "cli/errors.hpp"
#include "cli/parallel.hpp"
#include "cli/progress.hpp"

namespace itsmflow::cli {
namespace {

/// What is looked for only where cases are sure to be able to end, and where that is decided at all.
constexpr std::array<std::string_view, 8> kOnlyOfGoodOnes{"always-true",        "dead-activity",    "dead-result",
                                                          "deviation-strands",  "never-got-around", "never-true",
                                                          "overlapping-choice", "unreachable-state"};
constexpr std::array<std::string_view, 5> kOfAll{"deadlock", "endless-engine", "leftover-work", "livelock", "multi-merge"};
constexpr std::array<std::string_view, 6> kOfPeople{"four-eyes-impossible", "incident-and-problem-by-one-person",
                                                    "nobody-confirms",      "nobody-may",
                                                    "one-person-needed",    "problem-and-change-by-one-person"};

void add(Diagnostics& to, const Diagnostics& more) {
  to.insert(to.end(), more.begin(), more.end());
}

void note_what_is_left_open(Found& found, bool people_are_known) {
  const auto add_all = [&](const auto& rules) { found.undecided.insert(found.undecided.end(), rules.begin(), rules.end()); };
  const bool undecided = std::ranges::any_of(found.further, [](const Diagnostic& one) { return one.rule == "undecided"; });
  if (undecided) add_all(kOfAll);
  if (undecided || has_errors(found.further)) add_all(kOnlyOfGoodOnes);
  if (!people_are_known) add_all(kOfPeople);
}

/// None where nobody asks who there is, or what is wrong with the file is a finding. Roles of models that couldn't be loaded aren't known.
std::optional<Directory> read_people(const Depth& depth, const std::vector<std::shared_ptr<const Model>>& models, Found& found) {
  if (depth.people.empty()) return std::nullopt;
  try {
    Loaded<Directory> loaded = has_errors(found.loading) ? load_directory(depth.people) : load_directory(depth.people, models);
    add(found.loading, loaded.diagnostics());
    if (!loaded) return std::nullopt;
    return std::move(loaded).value_or_throw();
  } catch (const NotFound& error) {
    throw Failure(Exit::trouble, "not_found", fmt::format("--people: {}; write `people: {{PERSON: [ROLE]}}` there", error.what()));
  }
}

}  // namespace

Found find_in(Terminal& terminal, const Texts& texts, const Depth& depth) {
  Found found;
  found.texts = texts;
  LoadedModels loaded = load_each(texts, in_parallel);
  found.loading = std::move(loaded.diagnostics);
  const std::optional<Directory> people = read_people(depth, loaded.models, found);
  std::vector<Diagnostics> proved(loaded.models.size());
  {
    Progress progress(terminal, proved.size());
    in_parallel(proved.size(), [&](std::size_t i) {
      const auto& model = loaded.models[i];
      const std::size_t number = progress.begin(model->source->name);
      const auto tell = [&](std::size_t states) { progress.look_at(number, states); };
      proved[i] = verify(model, {.max_states = depth.max_states, .tell = tell});
      if (people) add(proved[i], verify_people(model, *people));
      progress.end(number);
    });
  }
  for (const Diagnostics& one : proved) add(found.further, one);
  const Tensions tensions = find_tensions(loaded.models, people.value_or(Directory()));
  add(found.further, tensions.findings);
  found.undecided = tensions.undecided;
  note_what_is_left_open(found, people.has_value());
  return found;
}

NetsFound find_in_nets(Terminal& terminal, const std::vector<std::string>& nets, const Depth& depth) {
  PnmlOptions limits;
  if (depth.max_states) limits.max_states = *depth.max_states;
  std::vector<std::optional<Diagnostics>> judged(nets.size());
  Progress progress(terminal, nets.size());
  in_parallel(nets.size(), [&](std::size_t i) {
    const std::size_t number = progress.begin(nets[i]);
    try {
      judged[i] = check_pnml_file(nets[i], limits);
    } catch (const NotFound&) {
    } catch (const StoreError&) {
    }
    progress.end(number);
  });
  NetsFound found;
  for (std::size_t i = 0; i < nets.size(); ++i) {
    if (judged[i]) {
      add(found.findings, *judged[i]);
      found.readable.push_back(nets[i]);
    } else {
      found.unreadable.push_back(nets[i]);
    }
  }
  return found;
}

}  // namespace itsmflow::cli
