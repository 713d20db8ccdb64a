// Any text as a stored case (stored.hpp): it is refused as corrupt, or it can be written again as the same, and an engine can live with it.

#include "stored.hpp"
#include "bounds.hpp"
#include "require.hpp"
#include "walk.hpp"

#include "engine/agenda.hpp"
#include "engine/codec.hpp"
#include "net/net.hpp"

#include <itsmflow/engine.hpp>
#include <itsmflow/error.hpp>
#include <itsmflow/memory_store.hpp>

#include <cstdint>
#include <map>
#include <memory>

namespace {

using namespace itsmflow;
using namespace itsmflow::fuzz;

const std::vector<std::string> kPeople{"ada", "bo", "cy"};

const Library& library() {
  static const Library kLibrary = stored_models();
  return kLibrary;
}

std::shared_ptr<const Net> net_of(const std::string& process) {
  static const std::map<std::string, std::shared_ptr<const Net>> kNets = [] {
    std::map<std::string, std::shared_ptr<const Net>> nets;
    for (const auto& model : library().models()) nets[model->process] = compile(model);
    return nets;
  }();
  const auto known = kNets.find(process);
  return known == kNets.end() ? nullptr : known->second;
}

std::optional<CaseState> decoded(const Net& net, const CaseRecord& record, PersonBook& people) {
  try {
    return decode_state(net, record, people);
  } catch (const StoreError&) {
    return std::nullopt;
  }
}

CaseRecord written(const Net& net, CaseRecord record, const CaseState& state, PersonBook& people) {
  encode_state(net, state, people, record.snapshot);
  record.status = state.status;
  record.started = state.started;
  return record;
}

/// What was read means what is written of it.
void require_same_again(const Net& net, const CaseRecord& record, const CaseState& state, PersonBook& people) {
  const CaseRecord row = written(net, record, state, people);
  const CaseState again = decode_state(net, row, people);
  require(again == state, "a state is read as it was written", row.snapshot);
  require(written(net, record, again, people).snapshot == row.snapshot, "a state is written as it was read", row.snapshot);
}

/// Folds what can be read of the events, as verify_log does. Events that don't follow each other may come to a state that no case has, such as
/// an object in two states, which verify_log tells; it can be written and is read or refused.
void fold(const Net& net, const StoredCase& stored, CaseState state, PersonBook& people) {
  for (const EventRecord& event : stored.events) {
    try {
      std::vector<std::string> problems;
      const NetEvent read = decode_event(net, event, people, &problems);
      describe(net, read, event);
      apply(net, state, read);
    } catch (const StoreError&) {
      return;
    }
    decoded(net, written(net, stored.record, state, people), people);
  }
}

template <class Work>
void attempt(const Work& work) {
  try {
    work();
  } catch (const Error&) {
  }
}

/// Whatever can be asked of an engine or told to it: nothing is thrown but what its header says.
void live_with(Engine& engine, CaseId id) {
  attempt([&] { engine.show(id); });
  attempt([&] { engine.events(id); });
  attempt([&] { engine.verify_log(); });
  attempt([&] { engine.next_due(); });
  attempt([&] { engine.due(); });
  for (const std::string& person : kPeople) {
    attempt([&] { engine.verdicts_for(person); });
    std::vector<Offer> offers;
    attempt([&] { offers = engine.offers_for(person, id); });
    for (const Offer& offer : offers)
      attempt([&] { engine.explain(id, offer.activity, person, Work{.command = {.item = offer.item}}); });
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  auto stored = read_stored(text);
  if (!stored) return -1;
  const std::shared_ptr<const Net> net = net_of(stored->process);
  if (!net) return -1;

  Walk walk(library(), 7, Trust::nothing);
  {
    const auto transaction = walk.store().begin(Store::Access::write);
    PersonBook people(*transaction);
    for (const std::string& person : kPeople) people.key(person);
    transaction->put_model({net->model->process, net->model->version, net->model->digest, "fuzz.yaml", net->model->source->text});
    fold(*net, *stored, empty_state(*net, stored->record.id), people);
    const auto state = decoded(*net, stored->record, people);
    if (!state) return 0;
    require_same_again(*net, stored->record, *state, people);
    fold(*net, *stored, *state, people);

    StepRecord step;
    step.after = stored->record;
    step.after.id = transaction->new_case_id();
    step.after.model_digest = net->model->digest;
    step.events = stored->events;
    if (step.events.empty()) step.events.push_back({.step = 1, .type = "started", .content = "{}"});
    Digest head{};
    for (std::size_t i = 0; i < step.events.size(); ++i) {
      EventRecord& event = step.events[i];
      event.case_id = step.after.id;
      event.number = static_cast<std::int64_t>(i) + 1;
      event.digest = head = chain(head, event);
    }
    step.after.revision = static_cast<std::int64_t>(step.events.size());
    step.after.head = head;
    step.head = chain_head({}, head);
    if (state->status == CaseStatus::open) step.offers_set = offer_rows(*net, *state, people);
    for (OfferRow& offer : step.offers_set) offer.case_id = step.after.id;
    try {
      if (transaction->write(step) != Store::Written::done) return 0;
    } catch (const Error&) {
      return 0;  // such as an actor whom the store doesn't know
    }
    transaction->commit();
  }
  live_with(walk.engine(), CaseId{1});
  for (int i = 0; i < kMostSteps / 3; ++i) attempt([&] { walk.step(CaseId{1}); });
  attempt([&] { walk.engine().cancel(CaseId{1}, "ada", "it is over"); });
  return 0;
}
