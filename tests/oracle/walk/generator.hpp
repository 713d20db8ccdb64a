#pragma once

#include "random.hpp"

#include "../twin/model.hpp"

namespace itsmflow::oracle {

/// The constructs that the loader knows by now; a model has none of the others.
struct Features {
  bool regions = false;
  bool cancels = false;
  bool moved_and_needed = false;  ///< the same object by one activity
  bool wild_sets = false;         ///< computed fields read states and divide
};

/// What the loader doesn't refuse of a small model for each.
Features known_features();

Model draw_model(std::uint64_t seed, const Features& features);

/// A value that a field may hold.
Value draw_value(Random& random, const Field& field);

/// A guard over the fields and states of a model; a sure one reads no state and divides by nothing.
Expr draw_guard(Random& random, const Model& model, int depth, bool sure = false);

/// A computed value for a field.
Expr draw_computed(Random& random, const Model& model, const std::string& path, bool sure);

/// The rows, and the activities that they need beside those that are there. `make` adds an activity.
void draw_rows(Random& random, Model& model, const Features& features);

/// An activity without moves or data yet.
Activity draw_activity(Random& random, const Model& model, const std::string& id);

}  // namespace itsmflow::oracle
