#include "semantics/automatic.hpp"

#include "model/ends.hpp"
#include "semantics/activation.hpp"
#include "semantics/elements.hpp"
#include "semantics/items.hpp"
#include "semantics/obstacles.hpp"
#include "semantics/routing.hpp"
#include "semantics/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <tuple>

namespace itsmflow {
namespace {

using Events = std::vector<NetEvent>;

bool every_object_rests(const Net& net, const CaseState& state) {
  for (std::uint32_t o = 0; o < net.model->objects.size(); ++o) {
    const ObjectType& object = net.model->objects[o];
    if (object.many) {
      const std::vector<Element>& elements = state.elements[o];
      if (!std::all_of(elements.begin(), elements.end(), [&](const Element& element) { return rests(object, element.state); }))
        return false;
      continue;
    }
    if (!object.states.empty() && !rests(object, state_of(net, state, o))) return false;
  }
  return true;
}

bool is_at_its_end(const Net& net, const CaseState& state) {
  const Model& model = *net.model;
  if (const auto object = ending_object(model)) return is_final(model.objects[*object], state_of(net, state, *object));
  if (model.rows.empty() || state.marking.meets(net.tokens)) return false;
  const auto has_token = [](const auto& one) { return one.input != kNone; };
  return std::none_of(state.work.begin(), state.work.end(), has_token) &&
         std::none_of(state.under_way.begin(), state.under_way.end(), has_token) && every_object_rests(net, state) &&
         rules_accept(net, state);
}

NetEvent withdraw(const UnderWay& open, std::string why) {
  NetEvent event = event_of(EventType::withdrawn, open.activity);
  event.note = std::move(why);
  return event;
}

Events end_case(const CaseState& state) {
  Events events = withdraw_all(state, "the case is over");
  events.push_back(event_of(EventType::over));
  return events;
}

bool is_there_to_do(const Net& net, const CaseState& state, const WorkItem& work, std::optional<ElementViews>& views) {
  if (net.model->activities[work.activity].about) {
    if (!views) views.emplace(net, state);
    return any_result_fits(net, views->of(work.activity, work.item), work.activity);
  }
  if (!is_reached(net, state, work.activity) || !any_result_fits(net, state, work.activity)) return false;
  const std::optional<Items>& items = net.model->activities[work.activity].items;
  if (!items) return true;
  const std::vector<Item> now = items_of(net, state, work.activity);
  const Item* item = find_item(now, work.item);
  if (items->kind == Items::Kind::votes) return !is_complete(net, state, work.activity);
  return item && !item->done;
}

Events withdraw_impossible(const Net& net, const CaseState& state) {
  constexpr auto kWhy = "it can't be done any more as the case now stands";
  std::optional<ElementViews> views;
  for (const WorkItem& work : state.work)
    if (!is_there_to_do(net, state, work, views)) return {withdraw(work, kWhy)};
  for (const UnderWay& open : state.under_way)
    if (!any_result_fits(net, state, open.activity)) return {withdraw(open, kWhy)};
  return {};
}

bool holds(const Net& net, const CaseState& state, const std::optional<Guard>& guard, GuardContext context = {}) {
  return !guard || guard->expression.holds(StateActivation(net, state, {}, nullptr, context));
}

/// It is there to be done, and its guard lets it begin where it isn't begun.
bool could_begin(const Net& net, const CaseState& state, std::uint32_t activity, GuardContext context = {}) {
  if (!is_reached(net, state, activity)) return false;
  return is_begun(state, activity) || holds(net, state, net.model->activities[activity].effects.when, context);
}

/// The activity ends by the engine's doing with a result; empty: it can't.
Events end_with(const Net& net, const CaseState& state, std::uint32_t activity, std::uint32_t result, GuardContext context = {},
                std::uint32_t message = kNone) {
  const Activity& declared = net.model->activities[activity];
  if (!states_fit(net, state, activity, result) || !holds(net, state, declared.results[result].effects.when, context)) return {};
  if (!missing_fields(net, state, activity, result, nullptr).empty()) return {};
  if (!left_unfinished(net, state, activity, result).empty() || !rules_allow(net, state, activity, result)) return {};
  NetEvent done = event_of(EventType::done, activity, result);
  const std::uint32_t input = input_of(net, state, activity);
  if (!has_room_after(net, state, activity, result, input)) return {};
  if (!compute_sets(net, state, activity, result, {}, done.writes, context).empty()) return {};
  if (!find_under_way(state, activity)) done.input = input;
  done.taken = message;
  return ending(net, state, std::move(done));
}

/// … with the first of its results that it can; those with `after` are for timers.
Events end_somehow(const Net& net, const CaseState& state, std::uint32_t activity, GuardContext context = {},
                   std::uint32_t message = kNone) {
  const Activity& declared = net.model->activities[activity];
  for (std::uint32_t r = 0; r < declared.results.size(); ++r) {
    if (declared.results[r].after) continue;
    if (Events events = end_with(net, state, activity, r, context, message); !events.empty()) return events;
  }
  return {};
}

Events end_by_timer(const Net& net, const CaseState& state) {
  for (const Timer& timer : state.timers) {
    if (!timer.is_due || timer.result == kNone || !could_begin(net, state, timer.activity)) continue;
    const bool has_items = net.model->activities[timer.activity].items.has_value();
    const Value items = has_items ? items_value(net, state, timer.activity) : Value();
    const GuardContext context{.items = has_items ? &items : nullptr};
    if (Events events = end_with(net, state, timer.activity, timer.result, context); !events.empty()) return events;
  }
  return {};
}

Events complete(const Net& net, const CaseState& state, std::uint32_t activity) {
  if (!could_begin(net, state, activity) || !is_complete(net, state, activity)) return {};
  const Value items = items_value(net, state, activity);
  const GuardContext context{.items = &items};
  if (net.model->activities[activity].items->kind == Items::Kind::votes)
    return end_with(net, state, activity, vote_result(net, state, activity), context);
  return end_somehow(net, state, activity, context);
}

Events take_message(const Net& net, const CaseState& state, std::uint32_t activity) {
  const MessageWait& wanted = net.model->activities[activity].message;
  for (std::uint32_t m = 0; m < state.messages.size(); ++m) {
    const Message& message = state.messages[m];
    const GuardContext context{.message = &message.values};
    if (message.name != wanted.name || !holds(net, state, wanted.about, context) || !could_begin(net, state, activity, context))
      continue;
    if (Events events = end_somehow(net, state, activity, context, m); !events.empty()) return events;
  }
  return {};
}

Events begin_by_itself(const Net& net, const CaseState& state, std::uint32_t activity, EventType type) {
  if (find_under_way(state, activity) || !could_begin(net, state, activity) || !any_result_fits(net, state, activity) ||
      !rules_allow_some(net, state, activity))
    return {};
  NetEvent event = event_of(type, activity);
  event.input = open_input(net, state, activity);
  return {std::move(event)};
}

bool is_to_be_called_again(const CaseState& state, std::uint32_t activity) {
  return std::any_of(state.timers.begin(), state.timers.end(),
                     [&](const Timer& timer) { return timer.activity == activity && timer.result == kNone && timer.is_due; });
}

Events go_on_with_service(const Net& net, const CaseState& state, std::uint32_t activity) {
  const UnderWay* open = find_under_way(state, activity);
  if (!open) return begin_by_itself(net, state, activity, EventType::called);
  if (open->gave_up) return end_with(net, state, activity, *net.model->activities[activity].find_result("failed"));
  if (is_to_be_called_again(state, activity)) return {event_of(EventType::called, activity)};
  return {};
}

Events go_on_with_process(const Net& net, const CaseState& state, std::uint32_t activity) {
  const UnderWay* open = find_under_way(state, activity);
  if (!open) return begin_by_itself(net, state, activity, EventType::launched);
  if (open->returned == kNone) return {};
  return end_with(net, state, activity, open->returned);
}

/// What the first of these activities has to do by itself.
template <class Act>
Events first_of(const std::vector<std::uint32_t>& activities, const Act& act) {
  for (const std::uint32_t a : activities)
    if (Events events = act(a); !events.empty()) return events;
  return {};
}

bool should_run(const Net& net, const CaseState& state, std::uint32_t activity, std::uint32_t result) {
  return is_reached(net, state, activity) && states_fit(net, state, activity, result);
}

Events start_and_stop_timers(const Net& net, const CaseState& state) {
  const Timer* stopped = nullptr;
  for (const Timer& timer : state.timers) {
    if (timer.result == kNone || should_run(net, state, timer.activity, timer.result)) continue;
    if (!stopped || std::tie(timer.activity, timer.result) < std::tie(stopped->activity, stopped->result)) stopped = &timer;
  }
  if (stopped) return {event_of(EventType::timer_stopped, stopped->activity, stopped->result)};
  for (const auto& [activity, result] : net.automatic.of_time) {
    const bool runs = std::any_of(state.timers.begin(), state.timers.end(), [&, a = activity, r = result](const Timer& timer) {
      return timer.activity == a && timer.result == r;
    });
    if (!runs && should_run(net, state, activity, result)) return {event_of(EventType::timer_set, activity, result)};
  }
  return {};
}

Events do_for_engine(const Net& net, const CaseState& state) {
  return first_of(net.automatic.of_engine,
                  [&](std::uint32_t a) { return could_begin(net, state, a) ? end_somehow(net, state, a) : Events{}; });
}

Events act_by_itself(const Net& net, const CaseState& state) {
  const Net::Automatic& automatic = net.automatic;
  if (Events events = first_of(automatic.of_items, [&](std::uint32_t a) { return complete(net, state, a); }); !events.empty())
    return events;
  if (Events events = first_of(automatic.of_messages, [&](std::uint32_t a) { return take_message(net, state, a); });
      !events.empty())
    return events;
  const auto go_on = [&](std::uint32_t a) {
    return net.model->activities[a].performer == Performer::service ? go_on_with_service(net, state, a)
                                                                    : go_on_with_process(net, state, a);
  };
  if (Events events = first_of(automatic.of_others, go_on); !events.empty()) return events;
  return do_for_engine(net, state);
}

}  // namespace

NetEvent withdraw(const WorkItem& work, std::string why) {
  NetEvent event = event_of(EventType::withdrawn, work.activity);
  event.item = work.item;
  event.person = work.holder;
  event.note = std::move(why);
  return event;
}

std::vector<NetEvent> withdraw_all(const CaseState& state, const std::string& why) {
  Events events;
  for (const WorkItem& work : state.work) events.push_back(withdraw(work, why));
  for (const UnderWay& open : state.under_way) events.push_back(withdraw(open, why));
  for (NetEvent& event : events) event.lost = true;
  return events;
}

std::vector<NetEvent> ending(const Net& net, const CaseState& state, NetEvent&& done) {
  Events events;
  events.push_back(std::move(done));
  add_withdrawals(net, state, events);
  return events;
}

void add_withdrawals(const Net& net, const CaseState& state, std::vector<NetEvent>& events) {
  const NetEvent& done = events.back();
  Events withdrawn;
  const auto because = [&](const char* why) { return fmt::format("'{}'{}", net.model->activities[done.activity].id, why); };
  for (const WorkItem& work : state.work)
    if (work.activity == done.activity && done.actor.empty()) withdrawn.push_back(withdraw(work, because(" ended without it")));
  const std::vector<std::uint32_t> cancelled = cancelled_by(*net.model, done.activity, done.result);
  const auto is_cancelled = [&](std::uint32_t activity) {
    return std::binary_search(cancelled.begin(), cancelled.end(), activity);
  };
  const std::size_t own = withdrawn.size();
  for (const WorkItem& work : state.work)
    if (is_cancelled(work.activity)) withdrawn.push_back(withdraw(work, because(" cancels it")));
  for (const UnderWay& open : state.under_way)
    if (is_cancelled(open.activity)) withdrawn.push_back(withdraw(open, because(" cancels it")));
  for (std::size_t i = own; i < withdrawn.size(); ++i) withdrawn[i].lost = true;
  events.insert(events.begin(), std::make_move_iterator(withdrawn.begin()), std::make_move_iterator(withdrawn.end()));
}

std::vector<NetEvent> next_routing(const Net& net, const CaseState& state) {
  if (auto event = take_row(net, state)) return {std::move(*event)};
  return do_for_engine(net, state);
}

std::vector<NetEvent> next_automatic(const Net& net, const CaseState& state) {
  if (state.status != CaseStatus::open) return {};
  if (is_at_its_end(net, state)) return end_case(state);
  if (Events events = withdraw_impossible(net, state); !events.empty()) return events;
  if (auto event = take_row(net, state)) return {std::move(*event)};
  if (Events events = end_by_timer(net, state); !events.empty()) return events;
  if (Events events = act_by_itself(net, state); !events.empty()) return events;
  return start_and_stop_timers(net, state);
}

}  // namespace itsmflow
