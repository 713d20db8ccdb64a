#include "draw/palette.hpp"

#include <fmt/format.h>
#include <array>

namespace itsmflow::drawing {
namespace {

constexpr std::array<std::string_view, kRoleColours> kRoles{"#cfe2f3", "#fde3bf", "#d9ead3", "#f4d3dc",
                                                            "#e1d9f0", "#fff2b3", "#cdebe7", "#e8dccb"};
constexpr std::array<std::string_view, kTrailColours> kTrails{"#b42318", "#0b5cad", "#7a3e9d", "#1b6e45"};

struct Pair {
  std::string_view light;
  std::string_view dark;
};

constexpr std::array<Pair, 23> kPairs{{
    {kPaper, "#14181e"},     {kInk, "#e6eaef"},       {kQuiet, "#a9b4c0"},     {kFrame, "#3d4753"},    {kEdge, "#71808f"},
    {kPlain, "#2c333c"},     {kMark, "#ff8f87"},      {kOnTrail, "#14181e"},   {kDeadFill, "#1b2027"}, {kDeadEdge, "#7b8794"},
    {kDeadInk, "#97a3af"},   {kRoles[0], "#1d3a55"},  {kRoles[1], "#553812"},  {kRoles[2], "#26432a"}, {kRoles[3], "#562a38"},
    {kRoles[4], "#3b3059"},  {kRoles[5], "#4a4210"},  {kRoles[6], "#174641"},  {kRoles[7], "#473b2b"}, {kTrails[0], "#ff9d94"},
    {kTrails[1], "#7cbcff"}, {kTrails[2], "#d3a6ef"}, {kTrails[3], "#7fd6a6"},
}};

std::string_view dark_of(std::string_view light) {
  for (const Pair& pair : kPairs) {
    if (pair.light == light) return pair.dark;
  }
  return light;
}

}  // namespace

std::string_view colour_of(std::uint32_t role) noexcept {
  return kRoles[role % kRoles.size()];
}

std::string_view trail_colour(std::size_t remark) noexcept {
  return kTrails[remark % kTrails.size()];
}

std::string colour_variables() {
  std::string light;
  std::string dark;
  const auto add = [&](std::string_view name, std::string_view colour) {
    light += fmt::format(" --{}: {};", name, colour);
    dark += fmt::format(" --{}: {};", name, dark_of(colour));
  };
  add("paper", kPaper);
  add("ink", kInk);
  add("quiet", kQuiet);
  add("frame", kFrame);
  for (std::size_t i = 0; i < kTrails.size(); ++i) add(fmt::format("trail{}", i), kTrails[i]);
  return fmt::format(":root {{{} }}\n@media screen and (prefers-color-scheme: dark) {{ :root {{{} }} }}\n", light, dark);
}

std::string dark_rules(std::string_view scope) {
  std::string rules = "@media screen and (prefers-color-scheme: dark) {\n";
  for (const auto& [light, dark] : kPairs) {
    rules += fmt::format("{0} [fill=\"{1}\"] {{ fill: {2}; }} {0} [stroke=\"{1}\"] {{ stroke: {2}; }} ", scope, light, dark);
    // Of two colours in one box graphviz makes a gradient, whose colours stand in attributes `style`.
    rules += fmt::format("{0} stop[style*=\"{1}\"] {{ stop-color: {2} !important; }}\n", scope, light, dark);
  }
  return rules + "}\n";
}

}  // namespace itsmflow::drawing
