#include "base/digest.hpp"
#include "engine/agenda.hpp"
#include "engine/impl.hpp"
#include "engine/log_walk.hpp"

#include <itsmflow/error.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <set>

namespace itsmflow {
namespace {

constexpr std::size_t kPage = 1000;
/// A broken file is broken after so many problems; more would only hide the first.
constexpr std::size_t kMostProblems = 100;

/// The digest of the model that a case's first event names.
std::string started_with(const EventRecord& event) {
  const auto content = nlohmann::json::parse(event.content, nullptr, false);
  const auto model = content.find("model");
  return model != content.end() && model->is_string() ? model->get<std::string>() : std::string();
}

using NetOf = std::function<std::shared_ptr<const Net>(Store::Transaction&, const std::string& digest)>;

void add_problem(LogReport& report, std::string text) {
  if (report.problems.size() < kMostProblems) report.problems.push_back(std::move(text));
}

/// Looks at the cases of a store, or of one of its archives.
class Verifier {
 public:
  /// `seen`: the cases that were counted. `where`: stands before every problem.
  Verifier(Store::Transaction& transaction, NetOf net_of, LogReport& report, std::set<CaseId>& seen, std::string where)
      : transaction_(transaction),
        net_of_(std::move(net_of)),
        people_(transaction),
        report_(report),
        seen_(seen),
        where_(std::move(where)) {}

  /// `events`: how many it has.
  void run(std::int64_t events) {
    walk_cases();
    if (all_cases_read_ && in_cases_ != events) problem(fmt::format("{} events belong to no case", events - in_cases_));
  }

 private:
  void problem(const std::string& text) { add_problem(report_, where_ + text); }

  void walk_cases() {
    CaseQuery query;
    query.limit = kPage;
    for (auto page = transaction_.cases(query); !page.empty(); page = transaction_.cases(query)) {
      query.after = page.back().id;
      for (const CaseRecord& record : page) {
        if (seen_.insert(record.id).second) ++report_.cases;
        try {
          walk_case(record);
        } catch (const Error& error) {
          all_cases_read_ = false;
          problem(error.what());
        }
      }
    }
  }

  void check_model(const std::string& digest) {
    if (!models_.insert(digest).second) return;
    const std::optional<StoredModel> stored = transaction_.model(digest);
    if (!stored || blake2b_hex(stored->source) != digest)
      problem(fmt::format("the stored model {} is not what its digest was made from", digest));
  }

  void walk_case(const CaseRecord& record) {
    check_model(record.model_digest);
    const auto net = net_of_(transaction_, record.model_digest);
    CaseState state = empty_state(*net, record.id);
    Digest head{};
    std::int64_t number = 0;
    Timestamp last;
    for (auto page = transaction_.events(record.id, 1, kPage); !page.empty();
         page = transaction_.events(record.id, number + 1, kPage)) {
      for (const EventRecord& event : page) {
        ++in_cases_;
        if (event.number != number + 1)
          problem(fmt::format("case {}: event {} follows event {}", record.id.value, event.number, number));
        number = event.number;
        if (chain(head, event) != event.digest)
          problem(fmt::format("case {}: event {} is not what its digest was made from", record.id.value, number));
        head = event.digest;
        last = event.at;
        if (number == 1 && started_with(event) != record.model_digest)
          problem(fmt::format("case {}: it was started with another model than the one it names", record.id.value));
        std::vector<std::string> texts;
        apply(*net, state, decode_event(*net, event, people_, &texts));
        for (const std::string& text : texts) problem(fmt::format("case {}: event {}: {}", record.id.value, number, text));
      }
    }
    compare(record, *net, state, head, number, last);
  }

  void compare(const CaseRecord& record, const Net& net, const CaseState& state, const Digest& head, std::int64_t number,
               Timestamp last) {
    const auto differs = [&](std::string_view what) {
      problem(fmt::format("case {}: {} is not what its events come to", record.id.value, what));
    };
    if (record.revision != number) differs("the revision");
    if (record.head != head) differs("the head");
    if (record.status != state.status) differs("the status");
    if (record.process != net.model->process) differs("the process");
    if (record.started != state.started) differs("the time of its start");
    if (record.changed != last) differs("the time of its last change");
    if (record.snapshot != encode_state(net, state, people_)) differs("the snapshot");
    check_offers(record, net, state);
  }

  void check_offers(const CaseRecord& record, const Net& net, const CaseState& state) {
    const std::vector<OfferRow> stored = transaction_.offers_of(record.id);
    const std::vector<OfferRow> expected = offer_rows(net, state, people_);
    const bool same =
        std::equal(stored.begin(), stored.end(), expected.begin(), expected.end(), [](const OfferRow& a, const OfferRow& b) {
          return a.activity == b.activity && a.item == b.item && a.role == b.role && a.holder == b.holder;
        });
    if (!same) problem(fmt::format("case {}: the offers are not what its events come to", record.id.value));
  }

  Store::Transaction& transaction_;
  NetOf net_of_;
  PersonBook people_;
  LogReport& report_;
  std::set<CaseId>& seen_;
  std::string where_;
  std::set<std::string> models_;  ///< looked at
  std::int64_t in_cases_ = 0;
  bool all_cases_read_ = true;
};

}  // namespace

LogReport Engine::verify_log(std::string_view expected_head, const std::vector<Store*>& archives) const {
  impl_->authorize({.entry = EntryPoint::verify_log});
  const auto net_of = [this](Store::Transaction& in, const std::string& digest) { return impl_->net_of(in, digest); };
  // The archives last: what moves meanwhile is then in both, and not in neither.
  std::vector<std::unique_ptr<Store::Transaction>> transactions;
  transactions.push_back(impl_->store.begin(Store::Access::read));
  for (Store* archive : archives) transactions.push_back(archive->begin(Store::Access::read));
  std::vector<Store::Transaction*> parts;
  for (const auto& transaction : transactions) parts.push_back(transaction.get());

  LogReport report;
  std::set<CaseId> seen;
  LogWalk walk(parts, expected_head, report, [&](std::string text) { add_problem(report, std::move(text)); });
  walk.run();
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::string where = i == 0 ? "" : fmt::format("archive {}: ", i);
    Verifier(*parts[i], net_of, report, seen, where).run(walk.events_of(i));
  }
  return report;
}

}  // namespace itsmflow
