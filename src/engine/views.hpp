#pragma once

#include "engine/impl.hpp"

#include <itsmflow/engine.hpp>

#include <cstdint>
#include <vector>

namespace itsmflow {

// Parts of a CaseView.

std::vector<PeopleRuleView> people_rule_views(const OpenCase& at);

/// How the votes of an activity with `votes` stand.
VoteView vote_view(const OpenCase& at, std::uint32_t activity);

}  // namespace itsmflow
