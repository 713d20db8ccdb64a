#include "verify/early_messages.hpp"

#include "semantics/automatic.hpp"
#include "semantics/obstacles.hpp"
#include "semantics/simulation.hpp"
#include "semantics/state_key.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace itsmflow {
namespace {

constexpr std::size_t kMostCourses = 256;  ///< of one step, with different messages

std::string key_of(const Message& message) {
  return message.name + ' ' + to_string(message.values);
}

}  // namespace

/// What follows from a step, as far as it has come.
struct EarlyMessages::Course {
  CaseState state;
  std::vector<Message> taken;
  std::set<std::string> absent;  ///< messages that have not come: they would have been taken where something else was
};

/// A message that would be taken next if it had come, and what follows.
struct EarlyMessages::Taken {
  Message message;
  std::uint32_t activity = 0;
  std::vector<NetEvent> events;
};

EarlyMessages::EarlyMessages(const Net& net, const Surroundings& surroundings, Moves& moves)
    : net_(net), surroundings_(surroundings), moves_(moves) {
  for (std::uint32_t a = 0; a < net.activities.size(); ++a)
    if (net.model->activities[a].performer == Performer::message) waiting_.push_back(a);
}

std::vector<std::vector<Message>> EarlyMessages::before(const CaseState& state, const CaseMove& move) {
  std::vector<std::vector<Message>> found;
  if (waiting_.empty()) return found;
  Course first{state, {}, {}};
  for (const Taken& one : taken_at(state)) first.absent.insert(key_of(one.message));
  if (!follow(first.state, move.events, move.at)) return found;
  // From where a message is taken, everything that follows hangs on the state and on what can't have come.
  std::set<std::string> known;
  std::vector<Course> open{std::move(first)};
  for (std::size_t i = 0; i < open.size(); ++i) {
    std::string key = state_key(net_, open[i].state, move.at);
    for (const std::string& absent : open[i].absent) key += '\n' + absent;
    if (i > 0 && !known.insert(std::move(key)).second) continue;
    left_out_ = left_out_ || known.size() >= kMostCourses;
    if (known.size() >= kMostCourses) break;
    run(std::move(open[i]), move.at, open, found);
  }
  return found;
}

/// Goes on to where everything waits again, or where it can't go on. Where a message could be taken, one that has come is: so those that
/// would be taken by an activity before it haven't come, and where none is taken none of them has.
void EarlyMessages::run(Course course, Timestamp at, std::vector<Course>& open, std::vector<std::vector<Message>>& found) {
  for (std::size_t count = 0; count <= kMostEvents; ++count) {
    const std::vector<Taken> possible = taken_at(course.state);
    for (const Taken& one : possible) {
      if (course.absent.contains(key_of(one.message))) continue;
      Course other = course;
      other.taken.push_back(one.message);
      for (const Taken& before : possible)
        if (before.activity < one.activity) other.absent.insert(key_of(before.message));
      other.state.messages.insert(other.state.messages.begin(), one.message);
      if (follow(other.state, one.events, at))
        open.push_back(std::move(other));
      else
        found.push_back(std::move(other.taken));
    }
    for (const Taken& one : possible) course.absent.insert(key_of(one.message));
    std::vector<NetEvent> next = next_automatic(net_, course.state);
    if (next.empty() || !follow(course.state, std::move(next), at)) break;
  }
  if (!course.taken.empty()) found.push_back(std::move(course.taken));
}

/// If it had come before all that are kept.
std::vector<EarlyMessages::Taken> EarlyMessages::taken_at(const CaseState& state) {
  std::vector<Taken> found;
  for (const std::uint32_t a : waiting_) {
    if (state.status != CaseStatus::open || !is_reached(net_, state, a) || !any_result_fits(net_, state, a)) continue;
    for (Message& message : moves_.messages_for(state, a)) {
      const auto is_it = [&](const Taken& one) { return key_of(one.message) == key_of(message); };
      if (std::any_of(found.begin(), found.end(), is_it)) continue;
      CaseState with = state;
      with.messages.insert(with.messages.begin(), message);
      std::vector<NetEvent> events = next_automatic(net_, with);
      if (!events.empty() && events.back().taken == 0) {
        const std::uint32_t activity = events.back().activity;
        found.push_back({std::move(message), activity, std::move(events)});
      }
    }
  }
  return found;
}

bool EarlyMessages::follow(CaseState& state, std::vector<NetEvent> events, Timestamp at) const {
  for (NetEvent& event : events)
    if (!happen(net_, state, std::move(event), surroundings_, at, Exits::closed)) return false;
  return true;
}

}  // namespace itsmflow
