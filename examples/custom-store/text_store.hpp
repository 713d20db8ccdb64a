#pragma once

#include <itsmflow/memory_store.hpp>
#include <itsmflow/store.hpp>

#include <memory>
#include <string>

/// Keeps cases in a text file that is only ever appended to: each transaction is some lines and a last one that says it is whole.
/// What is asked for comes from a MemoryStore, which the file's lines are played into at the start. For one process at a time.
class TextStore final : public itsmflow::Store {
 public:
  /// Opens the file, or makes it. A transaction that a crash has torn off at its end is dropped.
  explicit TextStore(std::string path);
  ~TextStore() override;
  TextStore(const TextStore&) = delete;
  TextStore& operator=(const TextStore&) = delete;

  std::unique_ptr<Transaction> begin(Access access) override;

 private:
  friend class TextTransaction;

  void play();
  /// Appends a transaction and waits until it is on the disk; where that fails the file is as before.
  void append(const std::string& lines);
  [[noreturn]] void fail(const char* doing) const;

  std::string path_;
  int file_ = -1;
  std::int64_t size_ = 0;  ///< of all whole transactions
  itsmflow::MemoryStore memory_;
};
