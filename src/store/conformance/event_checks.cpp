#include "store/conformance/samples.hpp"
#include "store/conformance/trial.hpp"

#include <itsmflow/error.hpp>

#include <stdexcept>

namespace itsmflow::conformance {
namespace {

using Numbers = std::vector<std::int64_t>;

void numbered_without_gaps(Trial& trial) {
  Store& store = trial.store();
  const CaseId one = add_case(store);
  const CaseId two = add_case(store);
  {
    const auto undone = store.begin(Store::Access::write);
    undone->write(next_step(loaded(*undone, one), 5));
  }
  {
    const auto both = store.begin(Store::Access::write);
    both->write(next_step(loaded(*both, one), 2));
    both->write(next_step(loaded(*both, two), 1));
    both->write(next_step(loaded(*both, one), 1));
    both->commit();
  }
  const std::vector<EventRecord> all = all_events(store);
  trial.expect_equal(positions(all), Numbers{1, 2, 3, 4, 5, 6}, "the positions of all events");
  trial.expect_equal(numbers(all), Numbers{1, 1, 2, 3, 2, 4}, "their numbers in their cases, in the order of commits");
  trial.expect_equal(numbers(events_of(store, one)), Numbers{1, 2, 3, 4}, "the numbers of the events of a case");
  trial.expect_equal(positions(events_of(store, two)), Numbers{2, 5}, "the positions of the events of a case");
  Numbers steps;
  for (const EventRecord& event : events_of(store, one)) steps.push_back(event.step);
  trial.expect_equal(steps, Numbers{1, 2, 2, 4}, "the steps of the events");
}

/// Nothing was moved anywhere: that would be the store's own doing.
void the_whole_log_is_here(Trial& trial) {
  add_step(trial.store(), add_case(trial.store()));
  const LogPart part = trial.store().begin(Store::Access::read)->log_part();
  trial.expect(part.takes_steps, "it takes steps, and says that it doesn't");
  trial.expect(part.elsewhere.empty(), "it says that events are elsewhere, and all of them are here");
}

void in_pages(Trial& trial) {
  Store& store = trial.store();
  const CaseId one = add_case(store);
  const CaseId two = add_case(store);
  for (int i = 0; i < 3; ++i) add_step(store, one);
  const auto transaction = store.begin(Store::Access::read);
  trial.expect_equal(numbers(transaction->events(one, 2, 2)), Numbers{2, 3}, "two events from the second on");
  trial.expect_equal(numbers(transaction->events(one, 4, 10)), Numbers{4}, "the events from the fourth on");
  trial.expect_equal(numbers(transaction->events(one, 5, 10)), Numbers{}, "the events behind the last");
  trial.expect_equal(numbers(transaction->events(one, 1, 0)), Numbers{}, "no events");
  trial.expect_equal(numbers(transaction->events(one, -3, 1)), Numbers{1}, "the first event, asked for from -3 on");
  trial.expect_equal(positions(transaction->events(two, 1, 10)), Numbers{2}, "the events of the other case");
  trial.expect_equal(positions(transaction->events_after(3, 10)), Numbers{4, 5}, "the events after the third position");
  trial.expect_equal(positions(transaction->events_after(1, 2)), Numbers{2, 3}, "two events after the first position");
  trial.expect_equal(positions(transaction->events_after(5, 10)), Numbers{}, "the events after the last position");
}

void keys_are_unique(Trial& trial) {
  Store& store = trial.store();
  const auto with_key = [](const char* key) { return [key](StepRecord& step) { step.events.front().key = key; }; };
  const CaseId one = add_case(store, with_key("first"));
  const CaseId two = add_case(store);
  add_step(store, two);
  add_step(store, two, with_key("second"));
  {
    const auto transaction = store.begin(Store::Access::read);
    const auto first = transaction->event_by_key("first");
    const auto second = transaction->event_by_key("second");
    trial.expect(first && first->case_id == one && first->number == 1, "the event of the key 'first' is another one");
    trial.expect(second && second->case_id == two && second->number == 3, "the event of the key 'second' is another one");
    trial.expect(!transaction->event_by_key("firs") && !transaction->event_by_key("FIRST"), "another key finds the event");
    trial.expect(!transaction->event_by_key(""), "the empty key finds an event");
  }
  trial.expect_refused([&] { add_step(store, two, with_key("first")); }, "a key that another case's event has");
  trial.expect_refused(
      [&] {
        add_step(store, two, [](StepRecord& step) {
          step.events = next_step(step.after, 2).events;
          for (std::size_t i = 0; i < 2; ++i) {
            step.events[i].number = step.expected_revision + static_cast<std::int64_t>(i) + 1;
            step.events[i].step = step.expected_revision + 1;
            step.events[i].key = "twice";
          }
          step.after.revision = step.events.back().number;
        });
      },
      "a key that two events of one step have");
  trial.expect_equal(all_events(store).size(), std::size_t{4}, "the number of events");
  add_step(store, two, with_key("third"));
}

void malformed_steps_are_refused(Trial& trial) {
  Store& store = trial.store();
  const CaseId id = add_case(store);
  const auto refused = [&](const char* what, const Change& change) {
    trial.expect_refused([&] { add_step(store, id, change); }, what);
  };
  refused("a step without events", [](StepRecord& step) { step.events.clear(); });
  refused("an event whose number leaves a gap", [](StepRecord& step) {
    step.events.front().number = 3;
    step.after.revision = 3;
  });
  refused("an event of another case", [](StepRecord& step) { step.events.front().case_id.value += 1; });
  refused("a revision that is not the number of the last event", [](StepRecord& step) { step.after.revision = 7; });
  refused("an actor who was never interned", [](StepRecord& step) { step.events.front().actor = 99; });
  refused("a holder who was never interned", [&](StepRecord& step) { step.offers_set = {{id, "a", "r", 99}}; });
  refused("an offer of another case", [](StepRecord& step) {
    step.offers_set = {{CaseId{step.after.id.value + 1}, "a", "r", std::nullopt}};
  });
  refused("a timer of another case", [](StepRecord& step) {
    step.timers_set = {{CaseId{step.after.id.value + 1}, "t", {kNoon, 0}}};
  });
  trial.expect_refused([&] { add_case(store, [](StepRecord& step) { step.after.model_digest = ""; }); },
                       "a step whose case has no model");
  trial.expect_refused([&] { add_case(store, [](StepRecord& step) { step.after.model_digest = "unknown"; }); },
                       "a case on a model that was never put");
  trial.expect_equal(all_events(store).size(), std::size_t{1}, "the number of events");
  trial.expect_equal(loaded(store, id).revision, std::int64_t{1}, "the revision of the case");
}

EventRecord first_event(Store& store, CaseId id) {
  const std::vector<EventRecord> events = events_of(store, id);
  if (events.empty()) throw std::runtime_error("case " + to_string(id) + " has no events");
  return events.front();
}

/// A store that can't replace texts says so, and changes nothing.
void texts_are_replaced(Trial& trial) {
  const CaseId id = add_case(trial.store(), [](StepRecord& step) { step.events.front().texts = R"([["salt","text"]])"; });
  add_step(trial.store(), id);
  const EventRecord before = first_event(trial.store(), id);
  const Digest head = trial.store().begin(Store::Access::read)->head();
  try {
    const auto transaction = trial.store().begin(Store::Access::write);
    transaction->replace_texts(id, 1, "[null]");
    transaction->commit();
  } catch (const UsageError&) {
    return;
  }
  trial.reopen();
  const EventRecord after = first_event(trial.store(), id);
  trial.expect_equal(after.texts, std::string("[null]"), "the texts of the event");
  trial.expect(after.content == before.content && after.digest == before.digest && after.position == before.position,
               "more of the event than its texts was changed");
  trial.expect(trial.store().begin(Store::Access::read)->head() == head, "the head was changed");
  {
    const auto undone = trial.store().begin(Store::Access::write);
    undone->replace_texts(id, 1, "");
  }
  trial.expect_equal(first_event(trial.store(), id).texts, std::string("[null]"), "the texts after an undone change");
  trial.expect_refused(
      [&] {
        const auto transaction = trial.store().begin(Store::Access::write);
        transaction->replace_texts(id, 3, "");
      },
      "texts for an event that there isn't");
}

}  // namespace

std::vector<Check> event_checks() {
  return {
      {"events are numbered from 1 without gaps, in their case and over all, in the order of commits", numbered_without_gaps},
      {"a store that has every event says of none that it is elsewhere", the_whole_log_is_here},
      {"events are read in pages", in_pages},
      {"an idempotency key is one event's", keys_are_unique},
      {"the texts of an event are replaced, and nothing else of it", texts_are_replaced},
      {"a step that contradicts itself or the store is refused and writes nothing", malformed_steps_are_refused},
  };
}

}  // namespace itsmflow::conformance
