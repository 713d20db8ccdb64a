#pragma once

#include <itsmflow/event.hpp>
#include <itsmflow/model.hpp>
#include <itsmflow/story.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "story/names.hpp"

namespace itsmflow::story {

/// The states of all objects of which a case has one, by object. Of objects without states, and of those with `many`, 0.
using States = std::vector<std::uint32_t>;

/// The states of a case's objects, found from its events: they say what was done, and the model what that moves
/// (docs/semantics.md, 4.3, 9.9 and 9.11).
class Trail {
 public:
  Trail(const Model& model, const std::vector<Event>& events, const Names& names);

  /// What an event moved, by its place in the list of events.
  const std::vector<StoryMove>& moves(std::size_t event) const { return moves_[event]; }
  /// The states after it.
  const States& after(std::size_t event) const { return after_[event]; }
  /// Those with states, in the order of the model, and elements by their numbers.
  std::vector<StoryObject> objects() const;

 private:
  /// An object, and 0 or the number of the element.
  using Key = std::pair<std::uint32_t, std::uint64_t>;

  void begin(const Event& event);
  void follow(const Event& event);
  void move(const Event& event);
  void go_back(const Event& event);
  void put(const Event& event, Key key, std::uint32_t state, StoryState entry);
  StoryState entry(const Event& event, std::string by) const;

  const Model& model_;
  const Names& names_;
  std::map<Key, std::uint32_t> now_;
  std::map<Key, std::vector<StoryState>> history_;
  std::map<std::string, States> before_done_;  ///< by activity: the states before it was last done
  States single_;
  std::vector<std::vector<StoryMove>> moves_;
  std::vector<States> after_;
};

}  // namespace itsmflow::story
