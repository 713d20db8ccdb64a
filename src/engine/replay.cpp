#include "engine/replay.hpp"

#include "engine/agenda.hpp"
#include "engine/codec.hpp"
#include "semantics/state.hpp"
#include "store/micros.hpp"

#include <itsmflow/error.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>

namespace itsmflow {
namespace {

constexpr std::size_t kPage = 1000;

/// The digest of the model that a case's first event names.
std::string started_with(const EventRecord& event) {
  const auto content = nlohmann::json::parse(event.content, nullptr, false);
  const auto model = content.find("model");
  return model != content.end() && model->is_string() ? model->get<std::string>() : std::string();
}

class Fold {
 public:
  Fold(Store::Transaction& transaction, PersonBook& people, const NetOf& net_of, CaseId id)
      : transaction_(transaction), people_(people), net_of_(net_of) {
    record().id = id;
  }

  Replay run() && {
    try {
      for (auto page = next_page(); !page.empty(); page = next_page())
        for (const EventRecord& event : page) add(event);
      if (net_)
        finish();
      else
        problem("none of its events is there");
    } catch (const Error& error) {
      done_.problems.emplace_back(error.what());
    }
    return std::move(done_);
  }

 private:
  CaseRecord& record() { return done_.derived.record; }

  void problem(const std::string& text) { done_.problems.push_back(fmt::format("case {}: {}", record().id.value, text)); }

  std::vector<EventRecord> next_page() { return transaction_.events(record().id, record().revision + 1, kPage); }

  void add(const EventRecord& event) {
    if (!net_) begin(event);
    if (event.number != record().revision + 1) problem(fmt::format("event {} follows event {}", event.number, record().revision));
    record().revision = event.number;
    if (chain(record().head, event) != event.digest)
      problem(fmt::format("event {} is not what its digest was made from", event.number));
    record().head = event.digest;
    record().changed = event.at;
    std::vector<std::string> texts;
    apply(*net_, *state_, decode_event(*net_, event, people_, &texts));
    for (const std::string& text : texts) problem(fmt::format("event {}: {}", event.number, text));
  }

  void begin(const EventRecord& first) {
    record().model_digest = started_with(first);
    net_ = net_of_(transaction_, record().model_digest);
    state_ = empty_state(*net_, record().id);
    record().process = net_->model->process;
  }

  void finish() {
    record().status = state_->status;
    record().started = state_->started;
    encode_state(*net_, *state_, people_, record().snapshot);
    done_.derived.offers = offer_rows(*net_, *state_, people_);
    done_.derived.timers = timer_rows(*net_, *state_);
    for (TimerRow& row : done_.derived.timers) row.due = to_the_microsecond(row.due);
  }

  Store::Transaction& transaction_;
  PersonBook& people_;
  const NetOf& net_of_;
  std::shared_ptr<const Net> net_;  ///< none before the first event
  std::optional<CaseState> state_;
  Replay done_;
};

}  // namespace

Replay replay(Store::Transaction& transaction, PersonBook& people, const NetOf& net_of, CaseId id) {
  return Fold(transaction, people, net_of, id).run();
}

}  // namespace itsmflow
