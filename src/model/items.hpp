#pragma once

#include <itsmflow/model.hpp>

#include <string>
#include <vector>

namespace itsmflow {

/// What one person may answer who does an item: of a vote its two results. Empty: there is nothing to answer.
std::vector<std::string> answer_ids(const Activity& activity);

}  // namespace itsmflow
