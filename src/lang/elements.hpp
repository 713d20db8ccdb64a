#pragma once

#include "lang/context.hpp"
#include "lang/mapping.hpp"

#include <cstdint>
#include <optional>

namespace itsmflow::lang {

// Objects with `many`, of which a case has several. docs/semantics.md, 1.6 and 2.20.

/// What an object must be of which a case can have several.
void check_many(Context& context, const ObjectType& object, const ObjectNames& names, const Span& many);

/// `case.OBJECT`, the list of its elements, as guards see it.
ExprScope::Member elements_member(const Context& context, std::uint32_t object);

/// What `needs` says of an object: `all done | dropped` and `any done` ask over all elements, and anything else is a set of states.
struct AskedStates {
  Need::Of of = Need::Of::one;
  std::size_t begin = 0;  ///< where the states begin
};
AskedStates split_asked(std::string_view text);

/// The object with `many` of which an activity is about one element, by what it and its results move and need.
std::optional<std::uint32_t> find_about(Context& context, const source::Node& activity, const Owner& owner);

/// What an activity about one element can't be or have.
void check_about(Context& context, const Mapping& keys, const Activity& activity);

/// Rows don't lead to it and don't begin at it.
void check_rows_about(Context& context, const Row& row);

/// Lets one element of an object with `many` be named while something is read that is about it: its fields, and `OBJECT.state`.
class AboutElement {
 public:
  AboutElement(Context& context, std::optional<std::uint32_t> object);
  ~AboutElement();
  AboutElement(const AboutElement&) = delete;
  AboutElement& operator=(const AboutElement&) = delete;

 private:
  Context& context_;
  std::optional<std::uint32_t> before_;
  std::size_t variables_;
};

/// The object itself, if it has `many`.
std::optional<std::uint32_t> object_with_many(const Context& context, std::uint32_t object);

/// A field of an object with `many` is named where no element of it is meant.
void report_which(Context& context, const Span& span, const std::string& message, std::uint32_t object);

}  // namespace itsmflow::lang
