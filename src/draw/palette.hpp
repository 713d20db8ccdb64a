#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace itsmflow::drawing {

// The colours of pictures, as they are on a light page. Texts have a contrast of at least 4.5 to 1 to what is behind them.

inline constexpr std::string_view kPaper = "#ffffff";
inline constexpr std::string_view kInk = "#1f2933";
inline constexpr std::string_view kQuiet = "#52606d";
inline constexpr std::string_view kFrame = "#cbd2d9";  ///< around a group
inline constexpr std::string_view kEdge = "#9aa5b1";   ///< around an activity
inline constexpr std::string_view kPlain = "#e9ecef";  ///< an activity of nobody in particular
inline constexpr std::string_view kMark = "#b4231f";   ///< where a case stands
inline constexpr std::string_view kOnTrail =
    "#fffffe";  ///< a badge's text; told from paper, so that it can have another dark colour

// What no case ever comes to.
inline constexpr std::string_view kDeadFill = "#f4f5f6";
inline constexpr std::string_view kDeadEdge = "#7b8794";
inline constexpr std::string_view kDeadInk = "#616e7c";

/// Roles beyond these begin again.
constexpr std::uint32_t kRoleColours = 8;
/// A role's colour: light, for dark text on it.
std::string_view colour_of(std::uint32_t role) noexcept;

/// The colour of a trace: dark, for kOnTrail on it. Traces beyond the fourth begin again; letters tell them apart.
std::string_view trail_colour(std::size_t remark) noexcept;

/// The colours of a page as variables of CSS: --paper, --ink, --quiet, --frame, --trail0 … --trail3; others on a dark screen.
std::string colour_variables();
constexpr std::size_t kTrailColours = 4;

/// Rules of CSS by which an SVG picture in these colours has others on a dark screen, and is printed as it is.
std::string dark_rules(std::string_view scope);

}  // namespace itsmflow::drawing
