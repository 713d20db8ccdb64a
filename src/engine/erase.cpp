// Taking a person's name out of a store. What was hashed stays: it has the person by key, and names and texts by salted digests.

#include "engine/impl.hpp"
#include "semantics/automatic.hpp"

#include <itsmflow/error.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <exception>
#include <set>
#include <utility>

namespace itsmflow {
namespace {

using json = nlohmann::ordered_json;

constexpr std::size_t kPage = 1000;
/// How often work is taken back that somebody claims in the erased one's name meanwhile.
constexpr int kTries = 5;
constexpr std::string_view kNoPerson = "who had it in hand was erased";

/// A name is a word of a text: no letter, digit or mark of ids stands beside it.
bool names(std::string_view text, std::string_view person) {
  const auto is_part = [&](std::size_t at) {
    const auto c = static_cast<unsigned char>(text[at]);
    return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
  };
  for (std::size_t at = text.find(person); at != std::string_view::npos; at = text.find(person, at + 1)) {
    const std::size_t end = at + person.size();
    if ((at == 0 || !is_part(at - 1)) && (end == text.size() || !is_part(end))) return true;
  }
  return false;
}

/// The texts of one event without what names the person. Which text is which follows from the order in which the content has its
/// digests: docs/store.md.
class Texts {
 public:
  Texts(const EventRecord& event, PersonKey key, std::string_view person)
      : event_(event), key_(key), person_(person), content_(json::parse(event.content)), texts_(json::parse(event.texts)) {}

  /// Empty: there was nothing to erase.
  std::string erase(std::int64_t& words) {
    bool changed = false;
    for (const std::size_t at : engines_words()) {
      if (at >= texts_.size() || texts_[at].is_null() || !names(texts_[at].at(1).get_ref<const std::string&>(), person_)) continue;
      texts_[at] = nullptr;
      ++words;
      changed = true;
    }
    return (erase_salt() || changed) ? texts_.dump() : std::string();
  }

 private:
  /// What the engine wrote, and not people: of a deviation what stood in the way, and the note of what nobody did.
  std::vector<std::size_t> engines_words() const {
    const bool has_note = content_.contains("note");
    const std::size_t first = content_.contains("message") ? 1 : 0;
    std::vector<std::size_t> found;
    if (has_note && !event_.actor) found.push_back(first);
    const auto overrode = content_.find("overrode");
    if (overrode == content_.end()) return found;
    for (std::size_t i = 0; i < overrode->size(); ++i) found.push_back(first + (has_note ? 1 : 0) + i);
    return found;
  }

  /// With the salt, whoever guesses the name could still prove it. The salts of persons come last.
  bool erase_salt() {
    const auto people = content_.find("people");
    if (people == content_.end() || texts_.size() < people->size()) return false;
    std::size_t at = texts_.size() - people->size();
    for (const auto& [key, digest] : people->items()) {
      if (key == std::to_string(key_) && !texts_[at].is_null()) {
        texts_[at] = nullptr;
        return true;
      }
      ++at;
    }
    return false;
  }

  const EventRecord& event_;
  PersonKey key_;
  std::string_view person_;
  json content_;
  json texts_;
};

std::set<CaseId> cases_in_hand(Store::Transaction& transaction, PersonKey key) {
  std::set<CaseId> cases;
  OfferQuery query;
  query.holder = key;
  query.limit = kPage;
  for (auto page = transaction.offers(query); !page.empty(); page = transaction.offers(query)) {
    for (const OfferRow& row : page)
      if (row.holder == key) cases.insert(row.case_id);
    query.after = page.back().case_id;
  }
  return cases;
}

void erase_texts(Store::Transaction& transaction, PersonKey key, std::string_view person, std::int64_t& words) {
  std::int64_t position = 0;
  for (auto page = transaction.events_after(0, kPage); !page.empty(); page = transaction.events_after(position, kPage)) {
    for (const EventRecord& event : page) {
      position = event.position;
      if (event.texts.empty()) continue;
      try {
        const std::string texts = Texts(event, key, person).erase(words);
        if (!texts.empty()) transaction.replace_texts(event.case_id, event.number, texts);
      } catch (const json::exception&) {
        throw StoreError(
            StoreError::Kind::corrupt,
            fmt::format("event {} of case {} can't be read; restore the store from a backup", event.number, event.case_id.value));
      }
    }
  }
}

/// Nobody can be told any more.
void forget_notifications(Store::Transaction& transaction, PersonKey key) {
  for (const OutboxRow& row : transaction.outbox("notify", static_cast<std::size_t>(-1))) {
    const json body = json::parse(row.body, nullptr, false);
    const auto to = body.is_object() ? body.find("to") : body.end();
    if (body.is_object() && to != body.end() && *to == key) transaction.remove_from_outbox(row.id);
  }
}

}  // namespace

std::int64_t Engine::Impl::take_back(CaseId id, std::string_view person) {
  std::int64_t count = 0;
  step_by_itself(id, {.type = EventType::withdrawn}, {}, {}, {}, [&](const OpenCase& at) -> Decision {
    std::vector<NetEvent> events;
    for (const WorkItem& work : at.state.work)
      if (work.holder == person) events.push_back(itsmflow::withdraw(work, std::string(kNoPerson)));
    count = static_cast<std::int64_t>(events.size());
    if (events.empty()) return std::vector<Obstacle>{Obstacle(Obstacle::Kind::not_reached, "nothing is in hand any more")};
    return events;
  });
  return count;
}

Erasure Engine::erase_person(std::string_view person) {
  impl_->authorize({EntryPoint::erase_person, person});
  require_utf8(person, "the name");
  if (is_stand_in(person)) throw UsageError(fmt::format("'{}' is what somebody is called who was erased already", person));
  Erasure done;
  for (int tried = 0; tried < kTries; ++tried) {
    std::set<CaseId> cases;
    {
      const auto transaction = impl_->store.begin(Store::Access::read);
      const std::optional<PersonKey> key = transaction->find_person(person);
      if (!key) return done;
      cases = cases_in_hand(*transaction, *key);
    }
    for (const CaseId id : cases) done.withdrawn += impl_->take_back(id, person);

    const auto transaction = impl_->store.begin(Store::Access::write);
    const std::optional<PersonKey> key = transaction->find_person(person);
    if (!key) return done;
    if (!cases_in_hand(*transaction, *key).empty()) continue;
    std::int64_t words = 0;
    erase_texts(*transaction, *key, person, words);
    forget_notifications(*transaction, *key);
    transaction->erase_person(*key);
    transaction->commit();
    done.stand_in = stand_in(*key);
    done.texts = words;
    return done;
  }
  throw UsageError(fmt::format("{} takes up work all the time; take the person out of the directory first", person));
}

}  // namespace itsmflow
