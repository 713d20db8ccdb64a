#pragma once

#include <itsmflow/diagnostic.hpp>
#include <itsmflow/directory.hpp>
#include <itsmflow/export.hpp>
#include <itsmflow/model.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace itsmflow {

/// How far a proof goes.
struct VerifyOptions {
  /// So many states of cases are looked at before it is given up. None: 100,000, or 20,000 where cases are followed step by step (see
  /// docs/proofs.md), which takes longer for each.
  std::optional<std::size_t> max_states{};
  /// Every permitted skip, extra work and doing again is tried from wherever a case can come to, as an engine would, too. That can take a
  /// hundred times as long, and is undecided for more models.
  bool deep = false;
  /// Hears now and then how many states were looked at so far, in the thread that called verify(). What it throws ends the proof and passes
  /// through.
  std::function<void(std::size_t states)> tell{};
};

/// Proves that from wherever a case of this model comes to it can be completed, without emergency exits (`cancels: all`) and without
/// deviations, with all data that can be given; that no work is left over at the end; that nothing is begun twice at once; and that
/// everything that stands in the model can happen. That is soundness of workflow nets (van der Aalst, The application of Petri nets to
/// workflow management, 1998), with data. Gives what is wrong, each with a shortest trace.
///
/// Also finds guards that no data make true, or all, and rows for which earlier ones leave nothing; rules about people that can't be kept
/// together; and, of models that are right so far, permitted deviations after which a case can get stuck or never be over, or that get
/// around an activity under `never`.
///
/// What isn't decided is said, under the rule "undecided": the limit was reached, or something decides that isn't looked at. Then there may
/// be more to be found. The same model and options give the same findings. The model must have been loaded without errors.
/// Thread-safe.
ITSMFLOW_EXPORT Diagnostics verify(const std::shared_ptr<const Model>& model, const VerifyOptions& options = {});

/// Whether the people there are can do the work of this model and keep its rules about people (`four_eyes`, `same_person`), if one case
/// needs everything that people do in it: activities that nobody may do, rules that no assignment of persons can satisfy (as few of them
/// as are in conflict), deviations that nobody else could confirm, and, as a note, persons whom every case needs. The directory must
/// know all its people (Directory::people): throws UsageError for one of your own that was given none. The model must have been loaded
/// without errors. Thread-safe as long as the directory is.
ITSMFLOW_EXPORT Diagnostics verify_people(const std::shared_ptr<const Model>& model, const Directory& people);

/// What find_tensions() found.
struct Tensions {
  Diagnostics findings;                ///< notes, sorted
  std::vector<std::string> undecided;  ///< rules for which no model of one of the practices is there
};

/// Practices that pull in two directions, in one hand: incident with problem, and problem with change. In one role, which is the same in all
/// models that have its id; and in one person of `people`, by several roles (nobody: it isn't known who there is). What belongs to
/// which practice the models say (`practice`). The models must have been loaded without errors. Thread-safe.
ITSMFLOW_EXPORT Tensions find_tensions(const std::vector<std::shared_ptr<const Model>>& models, const Directory& people = {});

}  // namespace itsmflow
