#pragma once

#include "random.hpp"

#include "../twin/model.hpp"

namespace itsmflow::oracle {

/// The constructs that the loader knows by now; a model has none of the others.
struct Features {
  bool regions = false;
  bool cancels = false;
  bool items = false;  ///< parts, for_each and votes
  bool timers = false;
  bool courses = false;  ///< rules about the course of a case
  bool messages = false;
  bool services = false;
  bool others = false;  ///< runs and starts
  bool many = false;    ///< an object of which a case has several
  bool deviations = false;
  bool outcomes = false;
  bool calm = false;  ///< no construct: rows are nested, and little stands in the way of a case
  bool data = true;   ///< no construct: objects have fields
};

/// What the loader doesn't refuse of a small model for each.
Features known_features();

Model draw_model(std::uint64_t seed, const Features& features);

/// A value that a field may hold.
Value draw_value(Random& random, const Field& field);

/// A guard over the fields and states of a model; a sure one divides by nothing.
Expr draw_guard(Random& random, const Model& model, int depth, bool sure = false);

/// A computed value for a field.
Expr draw_computed(Random& random, const Model& model, const std::string& path);

/// The rows, and the activities that they need beside those that are there. `make` adds an activity.
void draw_rows(Random& random, Model& model, const Features& features);

/// What a field of the other process is to be, computed from those of this one.
Expr draw_passed(Random& random, const Model& model, const Field& field);

/// Which messages are meant, or what one of them must say.
Expr draw_about(Random& random, const Model& model);
/// Names and values that a message may have.
Data draw_message(Random& random);

/// A condition over all elements of the object with `many`.
Expr draw_of_elements(Random& random, const Model& model, bool sure);

/// The object with `many`, and activities about one element of it.
Object draw_many(Random& random);
void draw_about_elements(Random& random, Model& model);

/// An activity without moves or data yet.
Activity draw_activity(Random& random, const Model& model, const Features& features, const std::string& id);

/// The cases of the other process that an activity starts, if any.
void draw_starts(Random& random, const Model& model, Activity& activity);
/// What an activity that runs a case of the other process gives it and takes from it.
void draw_runs(Random& random, const Model& model, Activity& activity);

void draw_rules(Random& random, Model& model, const Features& features);

/// Where cases of a model may deviate, and what they can come to.
void draw_policy(Random& random, Model& model);
void draw_outcomes(Random& random, Model& model);
/// Takes out of a model most of what a case gets stuck in.
void make_calm(Random& random, Model& model);
/// Changes to a model with which deviations easily lead where no case can be completed any more.
void set_traps(Random& random, Model& model);

/// The templates of rules about the course of a case that are drawn; those about one activity first.
const std::vector<std::string>& course_templates();

}  // namespace itsmflow::oracle
