#pragma once

#include "scenario/script.hpp"

#include <itsmflow/engine.hpp>

#include <vector>

namespace itsmflow::scenario {

/// Compares a case with what is expected of it; each difference is a failure at the words that expect something else.
void verify(const Engine& engine, const Model& model, CaseId id, const Expectation& expected, std::vector<Diagnostic>& failures);

}  // namespace itsmflow::scenario
