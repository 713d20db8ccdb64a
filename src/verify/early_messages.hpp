#pragma once

#include "semantics/moves.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace itsmflow {

/// Messages that come before anybody waits for them.
///
/// A message that is kept changes nothing until it is taken (docs/semantics.md, 1.7 and 6.7). So whatever a case does with messages that
/// came early it does as well if each comes just before the step that lets it be taken, those of one step in the order in which they are
/// taken; and those that never are taken needn't come at all.
class EarlyMessages {
 public:
  EarlyMessages(const Net& net, const Surroundings& surroundings, Moves& moves);

  /// Lists of messages that may come, one after the other, just before something happens in a case in which everything waits, and are then
  /// all taken by what follows from it by itself. A list that doesn't do so may be among them, where a message has a value that only the
  /// step itself brings about.
  std::vector<std::vector<Message>> before(const CaseState& state, const CaseMove& move);
  /// There were more than were looked at.
  bool has_left_out() const { return left_out_; }

 private:
  struct Course;
  struct Taken;
  std::vector<Taken> taken_at(const CaseState& state);
  bool follow(CaseState& state, std::vector<NetEvent> events, Timestamp at) const;
  void run(Course course, Timestamp at, std::vector<Course>& open, std::vector<std::vector<Message>>& found);

  const Net& net_;
  const Surroundings& surroundings_;
  Moves& moves_;
  std::vector<std::uint32_t> waiting_;  ///< the activities that wait for messages
  bool left_out_ = false;
};

}  // namespace itsmflow
