#include "draw/findings.hpp"
#include "draw/palette.hpp"
#include "draw/picture.hpp"
#include "draw/text.hpp"

#include <fmt/format.h>
#include <set>
#include <utility>

namespace itsmflow::drawing {
namespace {

constexpr std::size_t kTitleWidth = 24;
constexpr std::size_t kLineWidth = 30;
constexpr std::size_t kLabelWidth = 22;

std::string lines_of(std::string_view text, std::size_t width) {
  std::string out;
  for (const std::string& line : wrap(text, width)) out += (out.empty() ? "" : "<br/>") + mermaid_text(line);
  return out;
}

std::string signs_of(const Shape& shape) {
  std::string signs;
  for (const Badge& badge : shape.badges) signs += fmt::format("{}({})", signs.empty() ? "" : " ", badge.text);
  return mermaid_text(signs);
}

/// What is written into a gate: its signs, or what it says otherwise.
std::string gate_text(const Shape& shape, std::string_view usual) {
  return shape.badges.empty() ? std::string(usual) : signs_of(shape);
}

std::string label_of(const Shape& shape) {
  std::string label = shape.badges.empty() ? "" : signs_of(shape) + "<br/>";
  label += lines_of(shape.title, kTitleWidth);
  for (const std::string& line : shape.lines) label += "<br/>" + lines_of(line, kLineWidth);
  return label;
}

std::pair<std::string_view, std::string_view> outline_of(const Shape& shape) {
  switch (shape.look) {
    case Shape::Look::items:
      return {"[/", "/]"};
    case Shape::Look::service:
      return {"{{", "}}"};
    case Shape::Look::message:
      return {">", "]"};
    case Shape::Look::process:
      return {"[[", "]]"};
    case Shape::Look::plain:
      break;
  }
  return {"[", "]"};
}

/// The shape with its class: states are white, activities have the colour of their role if only one may do them.
std::string shape_text(const Shape& shape) {
  switch (shape.kind) {
    case Shape::Kind::state:
      return fmt::format("(\"{}\"):::state", label_of(shape));
    case Shape::Kind::final_state:
      return fmt::format("([\"{}\"]):::final", label_of(shape));
    case Shape::Kind::activity: {
      const std::string role = shape.roles.size() == 1 ? fmt::format("role{}", shape.roles.front() % kRoleColours) : "several";
      const auto [open, close] = outline_of(shape);
      return fmt::format("{}\"{}\"{}:::{}", open, label_of(shape), close, role);
    }
    case Shape::Kind::choice:
      return fmt::format("{{\"{}\"}}:::state", gate_text(shape, " "));
    case Shape::Kind::several:
      return fmt::format("{{\"{}\"}}:::state", gate_text(shape, shape.title.empty() ? "○" : shape.title));
    case Shape::Kind::bar:
      return fmt::format("[\"{}\"]:::bar", gate_text(shape, "+"));
    case Shape::Kind::start:
      return fmt::format("((\"{}\")):::bar", gate_text(shape, " "));
    case Shape::Kind::end:
      return fmt::format("(((\"{}\"))):::bar", gate_text(shape, " "));
  }
  return {};
}

std::string classes(const Picture& picture) {
  std::set<std::uint32_t> roles;
  for (const Shape& shape : picture.shapes) {
    if (shape.roles.size() == 1) roles.insert(shape.roles.front() % kRoleColours);
  }
  std::string out =
      "  classDef state fill:#ffffff,stroke:#1f2933,color:#1f2933\n"
      "  classDef final fill:#ffffff,stroke:#1f2933,stroke-width:3px,color:#1f2933\n"
      "  classDef bar fill:#1f2933,stroke:#1f2933,color:#ffffff\n"
      "  classDef several fill:#e9ecef,stroke:#9aa5b1,color:#1f2933\n";
  for (const std::uint32_t role : roles) {
    out += fmt::format("  classDef role{} fill:{},stroke:{},color:{}\n", role, colour_of(role), kEdge, kInk);
  }
  return out + fmt::format("  classDef marked stroke:{},stroke-width:4px\n", kMark);
}

/// The marks of findings; later classes go before earlier ones.
std::string marks(const Picture& picture) {
  std::string out;
  const auto class_of = [](const Shape& shape) {
    return shape.badges.empty() ? std::string(shape.dead ? "dead" : "") : fmt::format("trail{}", shape.badges.front().remark);
  };
  std::set<std::string> used;
  for (const Shape& shape : picture.shapes) used.insert(class_of(shape));
  if (used.contains("dead"))
    out += fmt::format("  classDef dead fill:{},stroke:{},color:{},stroke-dasharray:5 4\n", kDeadFill, kDeadEdge, kDeadInk);
  for (std::size_t i = 0; i < picture.remarks.size(); ++i) {
    if (used.contains(fmt::format("trail{}", i)))
      out += fmt::format("  classDef trail{} stroke:{},stroke-width:4px\n", i, trail_colour(i));
  }
  for (std::size_t i = 0; i < picture.shapes.size(); ++i) {
    const std::string name = class_of(picture.shapes[i]);
    if (!name.empty()) out += fmt::format("  class n{} {}\n", i, name);
  }
  for (std::size_t i = 0; i < picture.arrows.size(); ++i) {
    const Arrow& arrow = picture.arrows[i];
    if (arrow.remark) out += fmt::format("  linkStyle {} stroke:{},stroke-width:3px\n", i, trail_colour(*arrow.remark));
    if (arrow.dead && !arrow.remark) out += fmt::format("  linkStyle {} stroke:{},stroke-dasharray:5 4\n", i, kDeadEdge);
  }
  return out;
}

/// What the marks mean, in a box of its own.
std::string legend_box(const Picture& picture) {
  std::string text;
  for (const LegendLine& line : picture.legend) {
    text += text.empty() ? "" : "<br/>";
    text += lines_of(line.sign.empty() ? line.text : line.sign + ": " + line.text, 60);
  }
  return text.empty() ? "" : fmt::format("  legend[\"{}\"]:::state\n", text);
}

}  // namespace

std::string to_mermaid(const Model&, const Picture& picture) {
  std::string out = "flowchart TB\n";
  for (std::size_t i = 0; i < picture.groups.size(); ++i) {
    const Group& group = picture.groups[i];
    const bool framed = !group.title.empty();
    if (framed) out += fmt::format("  subgraph g{}[\"{}\"]\n", i, lines_of(group.title, 60));
    for (const std::size_t index : group.shapes) {
      out += fmt::format("{}n{}{}\n", framed ? "    " : "  ", index, shape_text(picture.shapes.at(index)));
    }
    if (framed) out += "  end\n";
  }
  for (const Arrow& arrow : picture.arrows) {
    const std::string label = arrow.label.empty() ? "" : fmt::format("|\"{}\"|", lines_of(arrow.label, kLabelWidth));
    out += fmt::format("  n{} -->{} n{}\n", arrow.from, label, arrow.to);
  }
  out += legend_box(picture);
  out += classes(picture);
  for (std::size_t i = 0; i < picture.shapes.size(); ++i) {
    if (picture.shapes[i].marked) out += fmt::format("  class n{} marked\n", i);
  }
  return out + marks(picture);
}

}  // namespace itsmflow::drawing
