#pragma once

#include <itsmflow/draw.hpp>
#include <itsmflow/model.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace itsmflow::drawing {

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
};

struct Arrow {
  std::size_t from = 0;  ///< shapes
  std::size_t to = 0;
  std::string label;
};

struct Group {
  std::string title;  ///< empty: not framed
  std::vector<std::size_t> shapes;
};

struct Picture {
  std::string title;
  std::vector<Shape> shapes;
  std::vector<Arrow> arrows;
  std::vector<Group> groups;

  std::size_t add(Group& group, Shape shape);
  /// Once, however often it is asked for.
  void connect(std::size_t from, std::size_t to, const std::string& label);
};

/// By state: for each object its states and the activities that move it, the case's object first.
/// By transition: the activities and the rows between them, and the objects beside.
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

/// A role's colour: light, for dark text on it. Roles beyond the eighth begin again.
std::string_view colour_of(std::uint32_t role) noexcept;

}  // namespace itsmflow::drawing
