#pragma once

#include <itsmflow/export.hpp>
#include <itsmflow/store.hpp>

#include <memory>

namespace itsmflow {

/// Keeps everything in memory, until it is destroyed. Threads decide side by side, and write one after the other.
class ITSMFLOW_EXPORT MemoryStore final : public Store {
 public:
  MemoryStore();
  ~MemoryStore() override;
  MemoryStore(const MemoryStore&) = delete;
  MemoryStore& operator=(const MemoryStore&) = delete;

  std::unique_ptr<Transaction> begin(Access access) override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace itsmflow
