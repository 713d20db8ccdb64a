#pragma once

#include "engine/people.hpp"
#include "semantics/state.hpp"
#include "store/chain.hpp"

#include <itsmflow/authorize.hpp>
#include <itsmflow/event.hpp>
#include <itsmflow/store.hpp>

#include <string>
#include <vector>

namespace itsmflow {

// Events and states as they are stored: JSON, described in docs/store.md. Persons stand in it by key. In events free text stands by
// a salted digest; the text itself goes to `texts`, which no digest covers, so that it can be erased.

/// Fills type, at, actor, content and texts of a record.
void encode_event(const Net& net, const NetEvent& event, PersonBook& people, EventRecord& record);

/// Throws StoreError (corrupt) where the record doesn't fit the model. `problems`, if given, collects texts that don't fit their digest.
NetEvent decode_event(const Net& net, const EventRecord& record, PersonBook& people, std::vector<std::string>* problems = nullptr);

/// Writes over what is in the text.
void encode_state(const Net& net, const CaseState& state, PersonBook& people, std::string& text);
/// Throws StoreError (corrupt) where the snapshot doesn't fit the model.
CaseState decode_state(const Net& net, const CaseRecord& record, PersonBook& people);

/// The event as people read it.
Event describe(const Net& net, const NetEvent& event, const EventRecord& record, Sensitive sensitive = Sensitive::withheld);
void describe(const Net& net, const NetEvent& event, const EventRecord& record, Sensitive sensitive, Event& told);

/// BLAKE2b-256 of the digest of the case's event before, the record's numbers, type, time, actor and content; docs/store.md, "The chain".
Digest chain(const Digest& before, const EventRecord& record);

}  // namespace itsmflow
