#pragma once

namespace itsmflow {

/// Whether a model is looked at with the deviations that it permits.
enum class Deviating { no, permitted };

}  // namespace itsmflow
