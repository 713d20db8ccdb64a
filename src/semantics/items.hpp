#pragma once

#include "semantics/state.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace itsmflow {

// Activities of several items: parts, elements of a list, votes. docs/semantics.md, 2.16 to 2.19.

/// The items that an activity consists of: those that were fixed when it was opened, or else those that it would have now.
std::vector<Item> items_of(const Net& net, const CaseState& state, std::uint32_t activity);
const Item* find_item(const std::vector<Item>& items, std::string_view id) noexcept;

/// The part that an item of `parts` is; null for other items.
const Part* part_of(const Activity& activity, std::string_view item) noexcept;
/// Who may do an item: the roles of the part, of the activity, or those that vote.
const std::vector<std::uint32_t>& roles_of_item(const Activity& activity, std::string_view item);
/// … something of it: the activity's roles, or those that vote, then those of its parts.
std::vector<std::uint32_t> roles_of_all(const Activity& activity);

/// The answers that an item of an activity of several may end with; one that is empty where there are none.
std::vector<std::string> answers_of(const Activity& activity);

/// As many items are done as must be, or the vote is decided.
bool is_complete(const Net& net, const CaseState& state, std::uint32_t activity);
/// The result that the votes cast come to; kNone while it isn't decided.
std::uint32_t vote_result(const Net& net, const CaseState& state, std::uint32_t activity);

/// The items as guards of results see them: a list of maps with id, done, answer, person and, of `for_each`, element.
Value items_value(const Net& net, const CaseState& state, std::uint32_t activity);

}  // namespace itsmflow
