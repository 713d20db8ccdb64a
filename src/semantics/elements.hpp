#pragma once

#include "semantics/state.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace itsmflow {

// Objects of which a case has several. docs/semantics.md, 1.6, 2.20 and 3.15.
//
// A step about one element is judged and applied on a *view* of the case: a state in which the element stands where any other object
// stands, with its state among the places of its object and its data in their slots. So nothing else needs to know of elements.

/// The item of a step about an element that doesn't exist yet, in place of a number.
inline constexpr std::string_view kNewElement = "new";

/// The number that an item names; 0: it is no number.
std::uint32_t element_number(std::string_view item) noexcept;
/// Null: no element has this number.
const Element* find_element(const CaseState& state, std::uint32_t object, std::uint32_t number) noexcept;
/// The number that the next element gets.
std::uint32_t next_element(const CaseState& state, std::uint32_t object) noexcept;

/// The element is there, or somebody has it in hand of an activity: otherwise nothing is known of it any more.
bool is_known(const CaseState& state, std::uint32_t activity, std::uint32_t object, std::uint32_t number);

/// A case with one element after another in view. The case is copied once.
class ElementViews {
 public:
  ElementViews(const Net& net, CaseState state) : net_(net), state_(std::move(state)) {}

  /// What an activity about an element sees of the case; good until the next call. `item`: the element's number, or kNewElement.
  /// One that isn't known is in `none`.
  const CaseState& of(std::uint32_t activity, std::string_view item);
  const CaseState& of(Focus element);

 private:
  const Net& net_;
  CaseState state_;
};

/// Makes a case a view of one element, and a view the case again, with what has become of the element. A new one is added.
void focus_on(const Net& net, CaseState& state, Focus focus);
void put_back(const Net& net, CaseState& state);

/// The state of an element, in a view also of the one that it shows.
std::uint32_t state_of_element(const Net& net, const CaseState& state, Focus element);
/// How many there are to look at, in a view with the one that is about to be added.
std::uint32_t element_count(const CaseState& state, std::uint32_t object) noexcept;

/// The elements that an activity about one may be offered for: those that are known (is_known).
std::vector<std::string> elements_to_offer(const CaseState& state, std::uint32_t activity, std::uint32_t object);

/// Some result moves an element from `none`, so that the activity can add one.
bool adds_elements(const Net& net, std::uint32_t activity);

/// Every subject of a rule about people is about one element of the same object, so that the rule holds for each of them apart.
bool is_about_elements(const Model& model, const Rule& rule);

}  // namespace itsmflow
