#include "cli/check_find.hpp"

#include <fmt/format.h>
#include <itsmflow/directory.hpp>
#include <itsmflow/error.hpp>
#include <itsmflow/import.hpp>
#include <itsmflow/language.hpp>
#include <itsmflow/rules.hpp>
#include <itsmflow/verify.hpp>

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>

#include "cli/errors.hpp"
#include "cli/parallel.hpp"
#include "cli/progress.hpp"

namespace itsmflow::cli {
namespace {

void add(Diagnostics& to, const Diagnostics& more) {
  to.insert(to.end(), more.begin(), more.end());
}

/// Rules of which it isn't known whether they are broken.
std::vector<std::string> rules_left_open(const std::function<bool(RuleBasis)>& is_known) {
  std::vector<std::string> open;
  for (const CheckRule& rule : check_rules())
    if (!is_known(rule.basis)) open.emplace_back(rule.id);
  return open;
}

std::vector<std::string> left_open(const Diagnostics& proved, const Depth& depth, bool people_are_known) {
  const bool decided = std::ranges::none_of(proved, [](const Diagnostic& one) { return one.rule == "undecided"; });
  std::vector<std::string> open = rules_left_open([&](RuleBasis basis) {
    switch (basis) {
      case RuleBasis::text:
        return true;
      case RuleBasis::proof:
        return decided;
      case RuleBasis::sound_model:
        return decided && !has_errors(proved);
      case RuleBasis::people:
        return people_are_known;
    }
    return false;
  });
  if (!depth.deep) open.emplace_back("deviation-strands");
  return open;
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

/// Texts as they were loaded, and what was found by that.
struct LoadedTexts {
  Found found;
  std::vector<std::shared_ptr<const Model>> models;
  std::optional<Directory> people;

  LoadedTexts(const Texts& texts, const Depth& depth) {
    found.texts = texts;
    LoadedModels loaded = load_each(texts, in_parallel);
    found.loading = std::move(loaded.diagnostics);
    models = std::move(loaded.models);
    people = read_people(depth, models, found);
  }
};

/// None: it can't be read. Why not is said by whoever reads it as a text, in the same words as of models.
std::optional<Diagnostics> judge_net(const std::string& path, const PnmlOptions& limits) {
  try {
    return check_pnml_file(path, limits);
  } catch (const NotFound&) {
    return std::nullopt;
  } catch (const StoreError&) {
    return std::nullopt;
  }
}

}  // namespace

Found find_by_loading(const Texts& texts, const Depth& depth) {
  LoadedTexts loaded(texts, depth);
  loaded.found.undecided = rules_left_open([](RuleBasis basis) { return basis == RuleBasis::text; });
  return std::move(loaded.found);
}

Found find_in(Terminal& terminal, const Texts& texts, const Depth& depth) {
  LoadedTexts loaded(texts, depth);
  Found& found = loaded.found;
  const std::optional<Directory>& people = loaded.people;
  std::vector<Diagnostics> proved(loaded.models.size());
  {
    Progress progress(terminal, proved.size());
    in_parallel(proved.size(), [&](std::size_t i) {
      const auto& model = loaded.models[i];
      const std::size_t number = progress.begin(model->source->name);
      const auto tell = [&](std::size_t states) { progress.look_at(number, states); };
      proved[i] = verify(model, {.max_states = depth.max_states, .deep = depth.deep, .tell = tell});
      if (people) add(proved[i], verify_people(model, *people));
      progress.end(number);
    });
  }
  for (const Diagnostics& one : proved) add(found.further, one);
  found.undecided = left_open(found.further, depth, people.has_value());
  const Tensions tensions = find_tensions(loaded.models, people.value_or(Directory()));
  add(found.further, tensions.findings);
  found.undecided.insert(found.undecided.end(), tensions.undecided.begin(), tensions.undecided.end());
  return std::move(loaded.found);
}

NetsFound find_in_nets(Terminal& terminal, const std::vector<std::string>& nets, const Depth& depth) {
  PnmlOptions limits;
  if (depth.max_states) limits.max_states = *depth.max_states;
  std::vector<std::optional<Diagnostics>> judged(nets.size());
  Progress progress(terminal, nets.size());
  in_parallel(nets.size(), [&](std::size_t i) {
    const std::size_t number = progress.begin(nets[i]);
    judged[i] = judge_net(nets[i], limits);
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
