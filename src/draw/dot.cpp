#include "draw/picture.hpp"
#include "draw/text.hpp"

#include <fmt/format.h>
#include <iterator>

// The picture has a background of its own and dark text on light colours, so that it reads the same on a light page and on a dark one.

namespace itsmflow::drawing {
namespace {

constexpr std::size_t kTitleWidth = 24;
constexpr std::size_t kLineWidth = 30;
constexpr std::size_t kLabelWidth = 22;

constexpr std::string_view kInk = "#1f2933";
constexpr std::string_view kQuiet = "#52606d";
constexpr std::string_view kMark = "#b4231f";

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

std::string label_of(const Shape& shape) {
  std::string label = fmt::format("<B>{}</B>", html_lines(shape.title, kTitleWidth));
  for (const std::string& line : shape.lines) {
    label += fmt::format("<BR/><FONT POINT-SIZE=\"10\" COLOR=\"{}\">{}</FONT>", kQuiet, html_lines(line, kLineWidth));
  }
  return label;
}

std::string fill_of(const Shape& shape) {
  if (shape.roles.empty() || shape.roles.size() > 2) return "#e9ecef";  // more than two colours can't be told apart in one box
  std::string fill(colour_of(shape.roles.front()));
  if (shape.roles.size() > 1) fill += ":" + std::string(colour_of(shape.roles[1]));
  return fill;
}

/// Border and width: what is marked stands out without its colour too.
std::string border_of(const Shape& shape, std::string_view usual) {
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

std::string attributes_of(const Shape& shape) {
  switch (shape.kind) {
    case Shape::Kind::state:
      return fmt::format("shape=box, style=\"rounded,filled\", fillcolor=\"#ffffff\", {}, label=<{}>", border_of(shape, kInk),
                         label_of(shape));
    case Shape::Kind::final_state:
      return fmt::format("shape=box, style=\"rounded,filled\", peripheries=2, fillcolor=\"#ffffff\", {}, label=<{}>",
                         border_of(shape, kInk), label_of(shape));
    case Shape::Kind::activity:
      return fmt::format("shape={}, style=filled, fillcolor=\"{}\", {}, label=<{}>", outline_of(shape), fill_of(shape),
                         border_of(shape, shape.look == Shape::Look::plain ? "#9aa5b1" : kQuiet), label_of(shape));
    case Shape::Kind::choice:
      return fmt::format(
          "shape=diamond, style=filled, fillcolor=\"#ffffff\", color=\"{}\", width=0.35, height=0.35, fixedsize=true, label=\"\"",
          kInk);
    case Shape::Kind::several:
      return fmt::format(
          "shape=diamond, style=filled, fillcolor=\"#ffffff\", color=\"{}\", width=0.5, height=0.5, fixedsize=true, label=\"{}\"",
          kInk, shape.title.empty() ? "○" : shape.title);
    case Shape::Kind::bar:
      return fmt::format(
          "shape=box, style=filled, fillcolor=\"{0}\", color=\"{0}\", width=1.2, height=0.06, fixedsize=true, label=\"\"", kInk);
    case Shape::Kind::start:
      return fmt::format("shape=circle, style=filled, fillcolor=\"{0}\", color=\"{0}\", width=0.22, fixedsize=true, label=\"\"",
                         kInk);
    case Shape::Kind::end:
      return fmt::format(
          "shape=doublecircle, style=filled, fillcolor=\"{0}\", color=\"{0}\", width=0.18, fixedsize=true, label=\"\"", kInk);
  }
  return {};
}

void write_group(std::string& out, const Picture& picture, const Group& group, std::size_t number) {
  const bool framed = !group.title.empty();
  const std::string indent = framed ? "    " : "  ";
  if (framed) {
    out += fmt::format("  subgraph cluster_{} {{\n    label=<<B>{}</B>>;\n", number, html_lines(group.title, 60));
    out += "    style=rounded; color=\"#cbd2d9\"; fontsize=13; labeljust=l; margin=14;\n";
  }
  for (const std::size_t index : group.shapes) {
    const Shape& shape = picture.shapes.at(index);
    out += fmt::format("{}n{} [{}, tooltip={}];\n", indent, index, attributes_of(shape), dot_string(shape.hint));
  }
  if (framed) out += "  }\n";
}

}  // namespace

std::string to_dot(const Model& model, const Picture& picture) {
  std::string out = fmt::format("digraph {} {{\n", dot_string(model.process));
  out += fmt::format("  label=<<B>{}</B>>; labelloc=t; fontsize=18;\n", html_lines(picture.title, 80));
  out += fmt::format(
      "  bgcolor=\"#ffffff\"; fontcolor=\"{0}\"; fontname=\"Helvetica,Arial,sans-serif\"; pad=0.2; nodesep=0.35; ranksep=0.4;\n",
      kInk);
  out +=
      fmt::format("  node [fontname=\"Helvetica,Arial,sans-serif\", fontsize=12, fontcolor=\"{}\", margin=\"0.14,0.08\"];\n", kInk);
  out += fmt::format(
      "  edge [fontname=\"Helvetica,Arial,sans-serif\", fontsize=10, fontcolor=\"{0}\", color=\"{1}\", arrowsize=0.7];\n", kInk,
      kQuiet);
  for (std::size_t i = 0; i < picture.groups.size(); ++i) write_group(out, picture, picture.groups[i], i);
  for (const Arrow& arrow : picture.arrows) {
    out += fmt::format("  n{} -> n{}", arrow.from, arrow.to);
    if (!arrow.label.empty()) out += fmt::format(" [label=<{}>]", arrow_label(arrow.label));
    out += ";\n";
  }
  return out + "}\n";
}

}  // namespace itsmflow::drawing
