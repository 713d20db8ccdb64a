// What is said afterwards: of deviations, and of how a case turned out.

#include "base/text_distance.hpp"
#include "engine/impl.hpp"
#include "engine/views.hpp"
#include "semantics/confirmation.hpp"

#include <itsmflow/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace itsmflow {
namespace {

std::string role_of(const Model& model, const std::vector<std::uint32_t>& roles, const Situation& now) {
  return acting_role(model, roles, now.held);
}

std::uint32_t number_in(const CaseState& state, std::int64_t number) {
  if (number >= 1 && number <= static_cast<std::int64_t>(state.deviations.size())) return static_cast<std::uint32_t>(number);
  const std::size_t count = state.deviations.size();
  throw NotFound(NotFound::Kind::deviation, std::to_string(number),
                 fmt::format("case {} has no deviation {}; it has {}", state.id.value, number,
                             count == 0 ? std::string("none") : fmt::format("{}, numbered from 1", count)));
}

Decision decide_verdict(const Situation& now, std::int64_t number, EventType verdict, std::string_view actor,
                        std::string_view because, const Directory& directory) {
  const CaseState& state = now.at.state;
  const std::uint32_t deviation = number_in(state, number);
  std::vector<Obstacle> found = confirming_obstacles(*now.at.net, state, deviation, {actor, now.held}, &directory);
  if (!found.empty()) return found;
  NetEvent event = event_of(verdict, state.deviations[deviation - 1].activity);
  event.deviation = deviation;
  event.actor = actor;
  event.role = role_of(*now.at.net->model, *confirming_roles(*now.at.net->model, state.deviations[deviation - 1]), now);
  event.note = because;
  return std::vector<NetEvent>{std::move(event)};
}

void check_outcome(const Model& model, std::string_view name) {
  std::vector<std::string> known{std::string(kUndecided)};
  for (const Outcome& outcome : model.outcomes.outcomes) known.push_back(outcome.id);
  if (known.size() == 1) throw UsageError(fmt::format("process '{}' has no outcomes, so that none can be given", model.process));
  for (const std::string& one : known)
    if (one == name) return;
  throw NotFound(NotFound::Kind::outcome, std::string(name),
                 fmt::format("process '{}' has no outcome '{}'; {}", model.process, name, instead_of(name, known)));
}

void add_verdicts(Store::Transaction& transaction, PersonBook& people, const OpenCase& at, const Judging& judging,
                  std::vector<VerdictOffer>& offers) {
  std::vector<DeviationView> deviations;
  for (const std::uint32_t number : awaited_verdicts(*at.net, at.state)) {
    const std::vector<Obstacle> obstacles = number == 0 ? judging_obstacles(*at.net, at.state, judging, nullptr)
                                                        : confirming_obstacles(*at.net, at.state, number, judging, nullptr);
    if (!obstacles.empty()) continue;
    if (number != 0 && deviations.empty()) {
      deviations = view_of(at).deviations;
      add_reasons(transaction, people, at, deviations);
    }
    VerdictOffer& offer = offers.emplace_back(VerdictOffer{at.record.id, at.net->model->process, std::nullopt});
    if (number != 0) offer.deviation = deviations[number - 1];
  }
}

}  // namespace

std::vector<VerdictOffer> Engine::verdicts_for(std::string_view actor, const OfferFilter& filter) const {
  impl_->authorize({EntryPoint::verdicts_for, actor});
  const std::vector<std::string> held = impl_->roles_of(actor);
  const auto transaction = impl_->store.begin(Store::Access::read);
  if (!transaction->log_part().takes_steps) return {};  // nobody can say anything any more
  PersonBook people(*transaction);
  CaseQuery query;
  query.after = filter.after;
  query.limit = std::min<std::size_t>(filter.limit, 1000);
  std::vector<VerdictOffer> offers;
  while (offers.size() < filter.limit) {
    std::vector<CaseRecord> records = transaction->cases(query);
    if (records.empty()) break;
    query.after = records.back().id;
    for (CaseRecord& record : records) {
      if (offers.size() >= filter.limit) break;
      add_verdicts(*transaction, people, impl_->open(*transaction, people, std::move(record)), {actor, held}, offers);
    }
  }
  return offers;
}

Step Engine::confirm(CaseId id, std::int64_t deviation, std::string_view actor, std::string_view because, const Command& command) {
  impl_->authorize({EntryPoint::confirm, actor, id});
  require_utf8(because, "the reason");
  return impl_->step(
      id, {.type = EventType::confirmed, .actor = actor, .deviation = deviation}, command,
      [&](const Situation& now) { return decide_verdict(now, deviation, EventType::confirmed, actor, because, impl_->directory); });
}

Step Engine::disapprove(CaseId id, std::int64_t deviation, std::string_view actor, std::string_view because,
                        const Command& command) {
  impl_->authorize({EntryPoint::disapprove, actor, id});
  require_utf8(because, "the reason");
  return impl_->step(id, {.type = EventType::disapproved, .actor = actor, .deviation = deviation}, command,
                     [&](const Situation& now) {
                       return decide_verdict(now, deviation, EventType::disapproved, actor, because, impl_->directory);
                     });
}

Step Engine::judge(CaseId id, std::string_view outcome, std::string_view actor, std::string_view because, const Command& command) {
  impl_->authorize({EntryPoint::judge, actor, id});
  require_utf8(because, "the reason");
  return impl_->step(
      id, {.type = EventType::judged, .actor = actor, .outcome = outcome}, command, [&](const Situation& now) -> Decision {
        const Model& model = *now.at.net->model;
        check_outcome(model, outcome);
        std::vector<Obstacle> found = judging_obstacles(*now.at.net, now.at.state, {actor, now.held}, &impl_->directory);
        if (!found.empty()) return found;
        NetEvent event = event_of(EventType::judged);
        event.outcome = outcome;
        event.actor = actor;
        event.role = role_of(model, judging_roles(model), now);
        event.note = because;
        return std::vector<NetEvent>{std::move(event)};
      });
}

}  // namespace itsmflow
