#pragma once

#include <itsmflow/memory_store.hpp>
#include <itsmflow/sqlite_store.hpp>
#include <itsmflow/store.hpp>

#include <memory>
#include <mutex>
#include <utility>

namespace itsmflow::python {

/// A store that can be closed while engines have it. Each call into an engine takes use() first and keeps it, so that a store is closed by
/// the last call that is under way.
class ClosableStore : public Store {
 public:
  explicit ClosableStore(std::shared_ptr<Store> store) : store_(std::move(store)), in_use_(store_) {}

  /// UsageError where it is closed.
  std::shared_ptr<Store> use() const;
  bool is_closed() const;
  void close();

  /// For whoever keeps use(): also after close().
  std::unique_ptr<Transaction> begin(Access access) override;

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<Store> store_;
  const std::weak_ptr<Store> in_use_;
};

class ClosableMemoryStore final : public ClosableStore {
 public:
  ClosableMemoryStore() : ClosableStore(std::make_shared<MemoryStore>()) {}
};

class ClosableSqliteStore final : public ClosableStore {
 public:
  ClosableSqliteStore(const std::string& path, const SqliteStore::Options& options)
      : ClosableStore(std::make_shared<SqliteStore>(path, options)) {}
  std::shared_ptr<SqliteStore> sqlite() const { return std::static_pointer_cast<SqliteStore>(use()); }
};

}  // namespace itsmflow::python
