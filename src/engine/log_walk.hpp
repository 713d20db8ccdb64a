#pragma once

#include <itsmflow/engine.hpp>
#include <itsmflow/store.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace itsmflow {

/// Walks over the events of all cases in the order of commits, those of a store and of its archives, and follows the head over all.
class LogWalk {
 public:
  /// `parts`: of the store itself first.
  LogWalk(const std::vector<Store::Transaction*>& parts, std::string_view expected_head, LogReport& report,
          std::function<void(const std::string&)> problem);

  /// Into the report: events, elsewhere, head and what came of the expected one.
  void run();

  /// How many events a part has, by case.
  const std::map<CaseId, std::int64_t>& events_of(std::size_t part) const { return parts_[part].events_of; }
  /// What stands before the problems of a part; nothing before those of the store itself.
  static std::string name_of(std::size_t part);

 private:
  struct Part {
    Store::Transaction* transaction;
    std::vector<EventsElsewhere> elsewhere;
    std::vector<EventRecord> page;
    std::size_t at = 0;  ///< in the page
    std::map<CaseId, std::int64_t> events_of;
    std::string name;          ///< stands before its problems
    std::int64_t covered = 0;  ///< up to here every position has its event, or is elsewhere
    std::size_t next_own = 0;  ///< of those elsewhere: the first that isn't looked at
    std::size_t next_run = 0;  ///< of those elsewhere: the first that ends behind here
  };

  /// The next event of a part; none: there is no more.
  const EventRecord* next(Part& part) const;
  /// The lowest position that is to come and has an event; none: there is no more.
  std::optional<std::int64_t> next_position();
  /// Takes the event of a position from every part that has it.
  void take(std::int64_t position);
  /// What a part has no event for, from the last one to just before a position, must be elsewhere.
  void cover_until(Part& part, std::int64_t position);
  void missing(const Part& part, std::int64_t until);
  /// From the position where the walk is to just before another: no event is there.
  void pass_over(std::int64_t until);
  /// What a run that ends before a position comes to, if some part says so for all that is missing from here on.
  std::optional<Digest> head_before(std::int64_t until) const;
  bool is_elsewhere(std::int64_t first, std::int64_t last) const;
  /// The walk has come to a position: compares the head with what the parts say of it.
  void arrive(std::int64_t position);

  std::vector<Part> parts_;
  std::string_view expected_;
  LogReport& report_;
  std::function<void(const std::string&)> problem_;
  std::int64_t position_ = 0;
  Digest head_{};
};

}  // namespace itsmflow
