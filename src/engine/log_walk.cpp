#include "engine/log_walk.hpp"

#include "base/digest.hpp"
#include "engine/codec.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace itsmflow {
namespace {

constexpr std::size_t kPage = 1000;

}  // namespace

LogWalk::LogWalk(const std::vector<Store::Transaction*>& parts, std::string_view expected_head, LogReport& report,
                 std::function<void(const std::string&)> problem)
    : expected_(expected_head), report_(report), problem_(std::move(problem)) {
  for (Store::Transaction* transaction : parts) {
    Part& part = parts_.emplace_back();
    part.transaction = transaction;
    part.name = name_of(parts_.size() - 1);
    part.elsewhere = transaction->log_part().elsewhere;
  }
}

std::string LogWalk::name_of(std::size_t part) {
  return part == 0 ? "" : fmt::format("archive {}: ", part);
}

void LogWalk::run() {
  for (Part& part : parts_) part.page = part.transaction->events_after(0, kPage);
  report_.expected_head_found = expected_ == to_hex(head_);
  while (const auto position = next_position()) {
    if (*position > position_ + 1) pass_over(*position);
    take(*position);
  }
  const std::vector<EventsElsewhere>& elsewhere = parts_.front().elsewhere;
  if (!elsewhere.empty() && elsewhere.back().last > position_) pass_over(elsewhere.back().last + 1);
  for (Part& part : parts_)
    if (!part.elsewhere.empty() && part.elsewhere.back().last > part.covered) cover_until(part, part.elsewhere.back().last + 1);
  report_.head = to_hex(head_);
  if (expected_.empty() || report_.expected_head_found) return;
  report_.expected_head_undecided = report_.elsewhere > 0;
  if (!report_.expected_head_undecided)
    problem_(fmt::format("no event leads to the expected head {}: events were taken away or written anew", expected_));
}

const EventRecord* LogWalk::next(Part& part) const {
  if (part.at == part.page.size() && !part.page.empty()) {
    part.page = part.transaction->events_after(part.page.back().position, kPage);
    part.at = 0;
  }
  return part.page.empty() ? nullptr : &part.page[part.at];
}

std::optional<std::int64_t> LogWalk::next_position() {
  std::optional<std::int64_t> lowest;
  for (Part& part : parts_) {
    const EventRecord* event = next(part);
    if (event != nullptr) lowest = std::min(lowest.value_or(event->position), event->position);
  }
  return lowest;
}

void LogWalk::take(std::int64_t position) {
  std::optional<Digest> taken;
  for (Part& part : parts_) {
    const EventRecord* event = next(part);
    if (event == nullptr || event->position != position) continue;
    if (taken && *taken != event->digest) problem_(fmt::format("at position {} there are two different events", position));
    if (!taken) taken = event->digest;
    cover_until(part, position);
    if (part.covered >= position)
      problem_(fmt::format("{}the event at position {} is there, and is said to be elsewhere", part.name, position));
    part.covered = std::max(part.covered, position);
    ++part.events_of[event->case_id];
    ++part.at;
  }
  if (!taken) return;
  head_ = chain_head(head_, *taken);
  ++report_.events;
  arrive(position);
}

void LogWalk::cover_until(Part& part, std::int64_t position) {
  for (; part.next_own < part.elsewhere.size() && part.elsewhere[part.next_own].first < position; ++part.next_own) {
    const EventsElsewhere& run = part.elsewhere[part.next_own];
    missing(part, run.first);
    part.covered = std::max(part.covered, run.last);
  }
  missing(part, position);
}

void LogWalk::missing(const Part& part, std::int64_t until) {
  if (part.covered + 1 < until)
    problem_(fmt::format("{}events are missing between positions {} and {}", part.name, part.covered, until));
}

/// Who should have had an event that is missing altogether, cover_until() says.
void LogWalk::pass_over(std::int64_t until) {
  const std::optional<Digest> head = head_before(until);
  if (is_elsewhere(position_ + 1, until - 1)) report_.elsewhere += until - 1 - position_;
  if (!head) return;
  head_ = *head;
  arrive(until - 1);
}

std::optional<Digest> LogWalk::head_before(std::int64_t until) const {
  for (const Part& part : parts_) {
    for (std::size_t i = part.next_run; i < part.elsewhere.size() && part.elsewhere[i].first <= position_ + 1; ++i)
      if (part.elsewhere[i].last == until - 1) return part.elsewhere[i].head;
  }
  return std::nullopt;
}

/// The store itself says which events it doesn't have: what an archive doesn't have is most of them.
bool LogWalk::is_elsewhere(std::int64_t first, std::int64_t last) const {
  const std::vector<EventsElsewhere>& runs = parts_.front().elsewhere;
  return std::any_of(runs.begin(), runs.end(), [&](const EventsElsewhere& run) { return run.first <= first && last <= run.last; });
}

void LogWalk::arrive(std::int64_t position) {
  position_ = position;
  if (!expected_.empty() && to_hex(head_) == expected_) report_.expected_head_found = true;
  for (Part& part : parts_) {
    while (part.next_run < part.elsewhere.size() && part.elsewhere[part.next_run].last < position) ++part.next_run;
    if (part.next_run == part.elsewhere.size() || part.elsewhere[part.next_run].last != position) continue;
    const EventsElsewhere& run = part.elsewhere[part.next_run++];
    if (run.head != head_)
      problem_(fmt::format("the events from position {} to {} don't come to the head that they had when they were moved", run.first,
                           position));
  }
}

}  // namespace itsmflow
