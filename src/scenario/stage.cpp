#include "scenario/stage.hpp"

#include <itsmflow/error.hpp>

#include <fmt/format.h>
#include <algorithm>

namespace itsmflow::scenario {
namespace {

/// More moments in one step at which something is due are taken for timers that start each other for ever.
constexpr int kMostMoments = 10'000;

}  // namespace

Stage::Stage(const Library& library, const Script& script, Witness* witness)
    : clock_(script.at),
      directory_(script.people),
      engine_(library, store_, directory_, EngineOptions{.clock = &clock_}),
      witness_(witness) {}

CaseId Stage::case_of(const Step& step) const {
  if (!step.model) return case_;
  CaseId found;
  for (const CaseId id : descendants(case_)) {
    if (engine_.show(id).process == step.model->process) found = id;
  }
  if (found.value != 0) return found;
  throw NotFound(NotFound::Kind::case_, step.model->process, fmt::format("no case of '{}' has begun here", step.model->process));
}

std::vector<CaseId> Stage::descendants(CaseId from) const {
  std::vector<CaseId> found{from};
  for (std::size_t i = 0; i < found.size(); ++i) {
    for (const Event& event : engine_.events(found[i])) {
      if (event.type == EventType::launched || event.type == EventType::linked) found.push_back(event.other);
    }
  }
  found.erase(found.begin());
  std::ranges::sort(found, {}, &CaseId::value);
  return found;
}

std::optional<Timestamp> Stage::next_due() {
  const std::optional<Timestamp> next = engine_.next_due();
  if (witness_ != nullptr) witness_->asked_next_due(now(), next);
  return next;
}

std::size_t Stage::do_due() {
  const std::size_t done = engine_.due();
  if (witness_ != nullptr) witness_->did_due(now(), done);
  return done;
}

void Stage::pass(Duration length) {
  const Timestamp begin = clock_.now();
  clock_.advance(length);
  const Timestamp end = clock_.now();
  clock_.set(begin);
  int moments = 0;
  for (auto next = next_due(); next && *next <= end; next = next_due()) {
    if (++moments > kMostMoments)
      throw UsageError(fmt::format("more than {} timers came in this time; let less of it pass", kMostMoments));
    clock_.set(std::max(*next, clock_.now()));
    if (do_due() == 0) break;
  }
  clock_.set(end);
}

}  // namespace itsmflow::scenario
