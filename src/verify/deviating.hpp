#pragma once

namespace itsmflow {

/// Whether a model is looked at with deviations that it permits, one in a case.
enum class Deviating {
  no,
  overriding,  ///< without data, over a guard, or over a rule
  from_order,  ///< skip, extra and again
};

}  // namespace itsmflow
