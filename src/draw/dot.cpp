#include "draw/findings.hpp"
#include "draw/palette.hpp"
#include "draw/picture.hpp"
#include "draw/text.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <iterator>

namespace itsmflow::drawing {
namespace {

constexpr std::size_t kTitleWidth = 24;
constexpr std::size_t kLineWidth = 30;
constexpr std::size_t kLabelWidth = 22;
constexpr std::size_t kBadgesInRow = 5;
constexpr std::size_t kBadgeHeight = 17;
constexpr std::size_t kBadgeGap = 2;

std::string html_lines(std::string_view text, std::size_t width) {
  std::string out;
  for (const std::string& line : wrap(text, width)) out += (out.empty() ? "" : "<BR/>") + dot_html(line);
  return out.empty() ? "&#160;" : out;  // graphviz refuses <B></B>
}

/// With a little room around it, because graphviz puts it right at the line.
std::string arrow_label(std::string_view text) {
  return fmt::format("<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLPADDING=\"3\"><TR><TD>{}</TD></TR></TABLE>",
                     html_lines(text, kLabelWidth));
}

/// Points that a sign takes; one with a letter and two digits is the longest that is usual.
std::size_t width_of(const Badge& badge) {
  const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
  return 10 + 9 * static_cast<std::size_t>(std::ranges::count_if(badge.text, begins));
}

std::string badge_row(const Shape& shape, std::size_t first, std::size_t after, std::size_t& width) {
  std::string row = "<TR>";
  width = kBadgeGap;
  for (std::size_t i = first; i < after; ++i) {
    const Badge& badge = shape.badges[i];
    row += fmt::format(
        "<TD BGCOLOR=\"{}\" STYLE=\"rounded\" FIXEDSIZE=\"TRUE\" WIDTH=\"{}\" HEIGHT=\"{}\"><FONT POINT-SIZE=\"11\" "
        "COLOR=\"{}\"><B>{}</B></FONT></TD>",
        trail_colour(badge.remark), width_of(badge), kBadgeHeight, kOnTrail, dot_html(badge.text));
    width += width_of(badge) + kBadgeGap;
  }
  return row + "</TR>";
}

/// The signs of a shape side by side, a few in a row, each in the colour of its trace. Rows are tables of a fixed size, since graphviz
/// draws out any other to the width of the box.
std::string badge_table(const Shape& shape) {
  std::string table = "<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"0\">";
  for (std::size_t first = 0; first < shape.badges.size(); first += kBadgesInRow) {
    std::size_t width = 0;
    const std::string row = badge_row(shape, first, std::min(first + kBadgesInRow, shape.badges.size()), width);
    table += fmt::format(
        "<TR><TD><TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"{}\" CELLPADDING=\"0\" FIXEDSIZE=\"TRUE\" WIDTH=\"{}\" "
        "HEIGHT=\"{}\">{}</TABLE></TD></TR>",
        kBadgeGap, width, kBadgeHeight + 2 * kBadgeGap, row);
  }
  return table + "</TABLE>";
}

std::string label_of(const Shape& shape) {
  const std::string_view quiet = shape.dead ? kDeadInk : kQuiet;
  std::string label = fmt::format("<B>{}</B>", html_lines(shape.title, kTitleWidth));
  for (const std::string& line : shape.lines) {
    label += fmt::format("<BR/><FONT POINT-SIZE=\"10\" COLOR=\"{}\">{}</FONT>", quiet, html_lines(line, kLineWidth));
  }
  if (shape.badges.empty()) return label;
  return fmt::format(
      "<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"0\"><TR><TD>{}</TD></TR><TR><TD>{}</TD></TR></TABLE>",
      badge_table(shape), label);
}

std::string fill_of(const Shape& shape) {
  if (shape.dead) return std::string(kDeadFill);
  if (shape.roles.empty() || shape.roles.size() > 2)
    return std::string(kPlain);  // more than two colours can't be told apart in one box
  std::string fill(colour_of(shape.roles.front()));
  if (shape.roles.size() > 1) fill += ":" + std::string(colour_of(shape.roles[1]));
  return fill;
}

/// Border and width: what is marked stands out without its colour too.
std::string border_of(const Shape& shape, std::string_view usual) {
  if (!shape.badges.empty()) return fmt::format("color=\"{}\", penwidth=3", trail_colour(shape.badges.front().remark));
  if (shape.dead) return fmt::format("color=\"{}\", penwidth=1", kDeadEdge);
  if (shape.marked) return fmt::format("color=\"{}\", penwidth=3", kMark);
  return fmt::format("color=\"{}\", penwidth=1", usual);
}

std::string_view outline_of(const Shape& shape) {
  switch (shape.look) {
    case Shape::Look::items:
      return "box3d";
    case Shape::Look::service:
      return "component";
    case Shape::Look::message:
      return "note";
    case Shape::Look::process:
      return "box, peripheries=2";
    case Shape::Look::plain:
      break;
  }
  return "box";
}

/// How a shape's area is filled, and with it whether its border is dashed.
std::string style_of(const Shape& shape, std::string_view usual) {
  return fmt::format("style=\"{}{}\"{}", usual, shape.dead ? ",dashed" : "",
                     shape.dead ? fmt::format(", fontcolor=\"{}\"", kDeadInk) : std::string());
}

/// A gate is small and empty, unless it has signs.
std::string gate_size(const Shape& shape, std::string_view usual) {
  if (shape.badges.empty()) return fmt::format("{}, fixedsize=true", usual);
  return fmt::format("{}, margin=0.02", usual);
}

std::string gate_label(const Shape& shape, std::string_view usual) {
  return shape.badges.empty() ? dot_string(usual) : fmt::format("<{}>", badge_table(shape));
}

std::string attributes_of(const Shape& shape) {
  const std::string_view ink = shape.dead ? kDeadEdge : kInk;
  switch (shape.kind) {
    case Shape::Kind::state:
    case Shape::Kind::final_state:
      return fmt::format("shape=box, {}{}, fillcolor=\"{}\", {}, label=<{}>", style_of(shape, "rounded,filled"),
                         shape.kind == Shape::Kind::final_state ? ", peripheries=2" : "", shape.dead ? kDeadFill : kPaper,
                         border_of(shape, kInk), label_of(shape));
    case Shape::Kind::activity:
      return fmt::format("shape={}, {}, fillcolor=\"{}\", {}, label=<{}>", outline_of(shape), style_of(shape, "filled"),
                         fill_of(shape), border_of(shape, shape.look == Shape::Look::plain ? kEdge : kQuiet), label_of(shape));
    case Shape::Kind::choice:
      return fmt::format("shape=diamond, {}, fillcolor=\"{}\", {}, {}, label={}", style_of(shape, "filled"), kPaper,
                         border_of(shape, kInk), gate_size(shape, "width=0.35, height=0.35"), gate_label(shape, ""));
    case Shape::Kind::several:
      return fmt::format("shape=diamond, {}, fillcolor=\"{}\", {}, {}, label={}", style_of(shape, "filled"), kPaper,
                         border_of(shape, kInk), gate_size(shape, "width=0.5, height=0.5"),
                         gate_label(shape, shape.title.empty() ? "○" : shape.title));
    case Shape::Kind::bar:
      return fmt::format("shape=box, {}, fillcolor=\"{}\", {}, {}, label={}", style_of(shape, "filled"),
                         shape.badges.empty() ? ink : kPaper, border_of(shape, kInk), gate_size(shape, "width=1.2, height=0.06"),
                         gate_label(shape, ""));
    case Shape::Kind::start:
      return fmt::format("shape=circle, {}, fillcolor=\"{}\", {}, {}, label={}", style_of(shape, "filled"),
                         shape.badges.empty() ? ink : kPaper, border_of(shape, kInk), gate_size(shape, "width=0.22"),
                         gate_label(shape, ""));
    case Shape::Kind::end:
      return fmt::format("shape=doublecircle, {}, fillcolor=\"{}\", {}, {}, label={}", style_of(shape, "filled"), ink,
                         border_of(shape, kInk), gate_size(shape, "width=0.18"), gate_label(shape, ""));
  }
  return {};
}

void write_group(std::string& out, const Picture& picture, const Group& group, std::size_t number) {
  const bool framed = !group.title.empty();
  const std::string indent = framed ? "    " : "  ";
  if (framed) {
    out += fmt::format("  subgraph cluster_{} {{\n    label=<<B>{}</B>>;\n", number, html_lines(group.title, 60));
    out += "    style=rounded; fontsize=13; labeljust=l; margin=14; " + fmt::format("color=\"{}\";\n", kFrame);
  }
  for (const std::size_t index : group.shapes) {
    const Shape& shape = picture.shapes.at(index);
    out +=
        fmt::format("{0}n{1} [id=\"n{1}\", {2}, tooltip={3}];\n", indent, index, attributes_of(shape), dot_string(words_of(shape)));
  }
  if (framed) out += "  }\n";
}

/// Beside their colour ways differ in width and dashes.
std::string arrow_style(const Arrow& arrow) {
  if (arrow.remark)
    return fmt::format(", color=\"{0}\", fontcolor=\"{0}\", penwidth=2.5, class=\"trail\"", trail_colour(*arrow.remark));
  if (arrow.dead) return fmt::format(", color=\"{}\", fontcolor=\"{}\", style=dashed, class=\"dead\"", kDeadEdge, kDeadInk);
  return {};
}

/// What the marks mean, below the picture's title.
std::string legend_text(const Picture& picture) {
  std::string out = picture.legend.empty() ? "" : "<BR/><FONT POINT-SIZE=\"5\">&#160;</FONT>";
  for (const LegendLine& line : picture.legend) {
    const std::string_view colour = line.kind == LegendLine::Kind::trail ? trail_colour(line.remark) : kDeadInk;
    out += "<BR/><FONT POINT-SIZE=\"11\">";
    if (!line.sign.empty()) out += fmt::format("<FONT COLOR=\"{}\"><B>{}</B></FONT>&#160;&#160;", colour, dot_html(line.sign));
    out += html_lines(line.text, 90) + "</FONT>";
  }
  return out;
}

}  // namespace

std::string to_dot(const Model& model, const Picture& picture) {
  std::string out = fmt::format("digraph {} {{\n", dot_string(model.process));
  if (!picture.title.empty())
    out += fmt::format("  label=<<B>{}</B>{}>; labelloc=t; fontsize=18;\n", html_lines(picture.title, 80), legend_text(picture));
  // Five rounds for each shape are enough for shipped models; without a limit a large tangle takes minutes.
  out += "  nslimit=5;\n";
  out += fmt::format(
      "  bgcolor=\"{1}\"; fontcolor=\"{0}\"; fontname=\"Helvetica,Arial,sans-serif\"; pad=0.2; nodesep=0.35; ranksep=0.4;\n", kInk,
      kPaper);
  out +=
      fmt::format("  node [fontname=\"Helvetica,Arial,sans-serif\", fontsize=12, fontcolor=\"{}\", margin=\"0.14,0.08\"];\n", kInk);
  out += fmt::format(
      "  edge [fontname=\"Helvetica,Arial,sans-serif\", fontsize=10, fontcolor=\"{0}\", color=\"{1}\", arrowsize=0.7];\n", kInk,
      kQuiet);
  for (std::size_t i = 0; i < picture.groups.size(); ++i) write_group(out, picture, picture.groups[i], i);
  for (std::size_t i = 0; i < picture.arrows.size(); ++i) {
    const Arrow& arrow = picture.arrows[i];
    out += fmt::format("  n{} -> n{} [id=\"e{}\"{}", arrow.from, arrow.to, i, arrow_style(arrow));
    if (!arrow.label.empty()) out += fmt::format(", label=<{}>", arrow_label(arrow.label));
    out += "];\n";
  }
  return out + "}\n";
}

}  // namespace itsmflow::drawing
