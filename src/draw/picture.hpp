#pragma once

#include <itsmflow/draw.hpp>
#include <itsmflow/model.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace itsmflow::drawing {

/// A sign at a shape: a step of a finding's trace ("2", or "B2" where several have one), or where the trace ends ("✗", "B✗").
struct Badge {
  std::size_t remark = 0;  ///< whose trace it is
  std::string text;
  std::string words;  ///< "step 2: assess (rfc.risk = "medium")"
};

/// An activity that has no box of its own in a shape, but a line.
struct Mention {
  std::size_t line = 0;
  Span activity;
};

/// What is to be drawn, in no language yet: groups of shapes, and arrows between shapes.
struct Shape {
  /// `several`: gates of inclusive forks and joins, of which some branches are taken.
  enum class Kind { state, final_state, activity, choice, bar, several, start, end };
  /// What an activity's box looks like: done by people or the engine, by several, by a program, a message or another case.
  enum class Look { plain, items, service, message, process };

  Kind kind = Kind::activity;
  Look look = Look::plain;
  std::string title;               ///< in bold
  std::vector<std::string> lines;  ///< below it, smaller
  std::string hint;                ///< shown where the mouse rests
  std::vector<std::uint32_t> roles;
  bool marked = false;

  std::vector<Span> places;  ///< what it stands for in the model's text
  std::vector<Mention> mentions;
  bool dead = false;  ///< no case ever comes here
  std::vector<Badge> badges;

  bool is_gate() const noexcept { return kind == Kind::choice || kind == Kind::bar || kind == Kind::several; }
  bool is_state() const noexcept { return kind == Kind::state || kind == Kind::final_state; }
};

struct Arrow {
  std::size_t from = 0;  ///< shapes
  std::size_t to = 0;
  std::string label;

  std::vector<Span> places;           ///< the rows that it stands for
  std::vector<Span> results;          ///< it is taken only by these of its activity; empty: by all
  bool dead = false;                  ///< no case ever goes this way
  std::optional<std::size_t> remark;  ///< whose trace goes this way; the first, if several do
};

struct Group {
  std::string title;  ///< empty: not framed
  std::vector<std::size_t> shapes;
};

/// A finding, and what of it is seen in the picture.
struct Remark {
  struct Step {
    std::string badge;
    std::string words;
    std::vector<std::size_t> shapes;  ///< empty: it isn't in the picture
  };
  Diagnostic finding;
  std::string letter;  ///< "A" where several have a trace, otherwise empty
  std::vector<Step> steps;
  std::vector<std::size_t> shapes;  ///< what it is about
  std::vector<std::size_t> arrows;  ///< the way that the steps take, or what is never taken
};

/// The explanation of the marks in a picture.
struct LegendLine {
  enum class Kind { dead, trail, other };
  Kind kind = Kind::other;
  std::size_t remark = 0;  ///< of a trail
  std::string sign;        ///< how the marks look: "1 … ✗", "B1 … B✗"; empty for others
  std::string text;
};

struct Picture {
  std::string title;  ///< empty: none
  std::vector<LegendLine> legend;
  std::vector<Shape> shapes;
  std::vector<Arrow> arrows;
  std::vector<Group> groups;
  std::vector<Remark> remarks;

  std::size_t add(Group& group, Shape shape);
  /// Once, however often it is asked for. Holds until the next arrow is added.
  Arrow& connect(std::size_t from, std::size_t to, const std::string& label);
};

/// By state: for each object its states and the activities that move it, the case's object first.
/// By transition: the activities and the rows between them, and the objects beside. With the findings marked.
Picture picture_of(const Model& model, const DrawOverlay& overlay);

void add_flow(Picture& picture, const Model& model, const DrawOverlay& overlay);
void add_object(Picture& picture, const Model& model, std::uint32_t object, const DrawOverlay& overlay);

/// An activity as a box: its title, who does it, and what it waits for besides the arrows. `object`: whose states the arrows show;
/// others that it needs are put into words.
Shape activity_shape(const Model& model, std::uint32_t activity, std::optional<std::uint32_t> object, const DrawOverlay& overlay);

/// What stands at the arrow of a result: its title, and what it takes besides the states of `object`.
std::string result_label_of(const Model& model, const Result& result, std::optional<std::uint32_t> object);

/// Its title, or its id where it has none.
std::string name_of(const std::string& id, const Wording& wording);
/// "Support or Service desk agent"; "by itself" for what the engine does; "service deployer".
std::string performers_of(const Model& model, const Activity& activity);

/// What several people do of an activity, a line each; what time brings; what it cancels and starts.
void say_more(const Model& model, const Activity& activity, std::vector<std::string>& lines);
/// The roles of all its items.
std::vector<std::uint32_t> roles_of(const Activity& activity);

std::string to_dot(const Model& model, const Picture& picture);
std::string to_mermaid(const Model& model, const Picture& picture);

}  // namespace itsmflow::drawing
