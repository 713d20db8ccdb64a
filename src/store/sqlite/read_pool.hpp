#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "store/sqlite/scope.hpp"

namespace itsmflow {

/// Connections for reading, as many as threads read at the same time. Readers neither wait for the writer nor keep it waiting.
class ReadPool {
 public:
  explicit ReadPool(std::function<std::unique_ptr<Connection>()> connect) : connect_(std::move(connect)) {}

  std::unique_ptr<Scope> begin();

 private:
  class ReadScope;

  std::unique_ptr<Connection> take();
  void give_back(std::unique_ptr<Connection> connection) noexcept;

  std::function<std::unique_ptr<Connection>()> connect_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Connection>> idle_;
};

}  // namespace itsmflow
