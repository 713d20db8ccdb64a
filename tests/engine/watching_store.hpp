#pragma once

#include <itsmflow/memory_store.hpp>

#include <algorithm>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "store/forwarding_store.hpp"

namespace itsmflow {

/// A store in memory that notes which cases are loaded, and how many rows of the outbox are asked for at once.
class WatchingStore final : public Store {
 public:
  std::unique_ptr<Transaction> begin(Access access) override { return std::make_unique<Watching>(*this, inner_.begin(access)); }

  std::vector<CaseId> loaded;
  std::size_t most_asked = 0;

 private:
  class Watching final : public ForwardingTransaction {
   public:
    Watching(WatchingStore& store, std::unique_ptr<Transaction> inner) : ForwardingTransaction(std::move(inner)), store_(store) {}

    std::optional<CaseRecord> load(CaseId id) override {
      store_.loaded.push_back(id);
      return ForwardingTransaction::load(id);
    }
    std::vector<OutboxRow> outbox(std::string_view kind, std::size_t limit) override {
      store_.most_asked = std::max(store_.most_asked, limit);
      return ForwardingTransaction::outbox(kind, limit);
    }

   private:
    WatchingStore& store_;
  };

  MemoryStore inner_;
};

}  // namespace itsmflow
