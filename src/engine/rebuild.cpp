// Writing anew what follows from the events.

#include "engine/impl.hpp"
#include "engine/replay.hpp"

#include <itsmflow/error.hpp>

#include <algorithm>
#include <cstddef>
#include <span>

namespace itsmflow {
namespace {

/// Cases that are written in one transaction: others who write wait no longer than that takes.
constexpr std::size_t kBatch = 100;

class Rebuilder {
 public:
  Rebuilder(Store& store, const NetOf& net_of) : store_(store), net_of_(net_of) {}

  RebuildReport run() && {
    const LogCheck found = check_log({store_.begin(Store::Access::read).get()}, net_of_, {});
    done_.left = found.lost;
    for (std::span<const CaseId> rest = found.mendable; !rest.empty(); rest = rest.subspan(std::min(kBatch, rest.size())))
      rewrite(rest.first(std::min(kBatch, rest.size())));
    const auto transaction = store_.begin(Store::Access::write);
    done_.strays = transaction->remove_strays();
    // A head that doesn't follow from events shows that one was changed: as long as that is so it is left.
    if (found.events_fit) done_.heads = transaction->rewrite_heads();
    transaction->commit();
    return std::move(done_);
  }

 private:
  /// All of them together, or, where one can't be written, each by itself.
  void rewrite(std::span<const CaseId> cases) {
    try {
      rewrite_together(cases);
    } catch (const UsageError& error) {  // a person or a model that it needs isn't there
      if (cases.size() == 1)
        done_.left.emplace_back(error.what());
      else
        for (std::size_t i = 0; i < cases.size(); ++i) rewrite(cases.subspan(i, 1));
    }
  }

  /// Folds them once more: somebody may have gone on with one since it was looked at.
  void rewrite_together(std::span<const CaseId> cases) {
    const auto transaction = store_.begin(Store::Access::write);
    PersonBook people(*transaction);
    RebuildReport here;
    for (const CaseId id : cases) {
      const Replay replayed = replay(*transaction, people, net_of_, id);
      if (replayed.problems.empty()) {
        transaction->rewrite(replayed.derived);
        here.cases.push_back(id);
      }
      here.left.insert(here.left.end(), replayed.problems.begin(), replayed.problems.end());
    }
    transaction->commit();
    done_.cases.insert(done_.cases.end(), here.cases.begin(), here.cases.end());
    done_.left.insert(done_.left.end(), here.left.begin(), here.left.end());
  }

  Store& store_;
  const NetOf& net_of_;
  RebuildReport done_;
};

}  // namespace

RebuildReport Engine::rebuild() {
  impl_->authorize({.entry = EntryPoint::rebuild});
  const NetOf net_of = [this](Store::Transaction& in, const std::string& digest) { return impl_->net_of(in, digest); };
  return Rebuilder(impl_->store, net_of).run();
}

}  // namespace itsmflow
