#pragma once

#include <itsmflow/model.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace itsmflow {

// Rows by what they lead from and to.

bool comes_from_start(const Row& row);
/// With whatever result it ended.
bool comes_from(const Row& row, std::uint32_t activity);
bool comes_from(const Row& row, std::uint32_t activity, std::uint32_t result);
bool leads_to(const Row& row, std::uint32_t activity);
std::vector<const Row*> rows_to(const Model& model, std::uint32_t activity);
/// By activity: some row leads to it, so that it waits for one.
std::vector<bool> targets_of_rows(const Model& model);

/// By activity and result: some row comes from it.
std::vector<std::vector<bool>> followed_results(const Model& model);
/// By activity: a row leads on from it and none to it, in a model whose rows begin at the start, so that it waits for nothing.
std::vector<bool> loose_starts(const Model& model);
/// What no row follows although it leaves the case open, as a row to `target` would name it: "plan", "deploy.failed". Empty: nothing else, or several.
std::string only_loose_end(const Model& model, std::uint32_t target);

}  // namespace itsmflow
