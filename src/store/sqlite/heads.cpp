#include "store/sqlite/heads.hpp"

#include <algorithm>
#include <cstddef>

#include "store/chain.hpp"

namespace itsmflow {
namespace {

constexpr std::size_t kPage = 1000;

struct KeptHead {
  std::int64_t position = 0;
  std::int64_t case_id = 0;
  std::int64_t step = 0;
  Digest digest{};
  std::optional<Digest> head;
};

/// Walks the events one behind the newest it has seen: only the next one shows whether a step has ended.
class HeadWalk {
 public:
  explicit HeadWalk(std::vector<EventsElsewhere> elsewhere) : elsewhere_(std::move(elsewhere)) {}

  void next(const KeptHead& event) {
    if (before_) look(event.case_id != before_->case_id || event.step != before_->step);
    const std::int64_t last = before_ ? before_->position : 0;
    if (event.position != last + 1) head_ = head_of_run(last + 1, event.position - 1);
    if (head_) head_ = chain_head(*head_, event.digest);
    before_ = event;
  }

  std::vector<WrongHead> end() && {
    if (before_) look(true);
    return std::move(wrong_);
  }

 private:
  /// What events that are in another file come to; none: they are nowhere.
  std::optional<Digest> head_of_run(std::int64_t first, std::int64_t last) const {
    for (const EventsElsewhere& run : elsewhere_)
      if (run.first == first && run.last == last) return run.head;
    return std::nullopt;
  }

  void look(bool ends_step) {
    if (!ends_step) {
      if (before_->head) wrong_.push_back({before_->position, std::nullopt});
    } else if (!head_) {
      head_ = before_->head;
    } else if (before_->head != head_) {
      wrong_.push_back({before_->position, head_});
    }
  }

  std::vector<EventsElsewhere> elsewhere_;
  std::optional<KeptHead> before_;
  std::optional<Digest> head_ = Digest{};  ///< after before_; none: not known since positions were missing
  std::vector<WrongHead> wrong_;
};

std::vector<KeptHead> page_after(Connection& connection, std::int64_t position) {
  std::vector<KeptHead> page;
  Query query(connection, Sql::kept_heads, position, kPage);
  while (query.step()) {
    KeptHead& event = page.emplace_back();
    event.position = query.integer(0);
    event.case_id = query.integer(1);
    event.step = query.integer(2);
    event.digest = query.digest(3);
    if (!query.is_null(4)) event.head = query.digest(4);
  }
  return page;
}

}  // namespace

std::vector<WrongHead> wrong_heads(Connection& connection) {
  std::vector<EventsElsewhere> elsewhere;
  for (Query runs(connection, Sql::elsewhere); runs.step();)
    elsewhere.push_back({runs.integer(0), runs.integer(1), runs.digest(2)});
  HeadWalk walk(std::move(elsewhere));
  for (auto page = page_after(connection, 0); !page.empty(); page = page_after(connection, page.back().position))
    for (const KeptHead& event : page) walk.next(event);
  return std::move(walk).end();
}

}  // namespace itsmflow
