#include "handles.hpp"

#include <chrono>

#include "convert.hpp"

namespace itsmflow::node {

StoreHandle::Use::~Use() {
  if (handle_ == nullptr) return;
  const std::scoped_lock lock(handle_->mutex_);
  if (--handle_->uses_ == 0) handle_->unused_.notify_all();
}

StoreHandle::Use StoreHandle::use() {
  const std::scoped_lock lock(mutex_);
  if (is_closed_) throw UsageError("the store is closed");
  ++uses_;
  return Use(*this);
}

void StoreHandle::know(const std::shared_ptr<EngineHandle>& engine) {
  const std::scoped_lock lock(mutex_);
  std::erase_if(engines_, [](const auto& known) { return known.expired(); });
  engines_.push_back(engine);
}

void StoreHandle::close(const Threads& threads) {
  constexpr std::chrono::milliseconds kLook(50);
  std::unique_lock lock(mutex_);
  is_closed_ = true;
  while (!unused_.wait_for(lock, kLook, [this] { return uses_ == 0; })) {
    if (threads.is_ending()) return;
  }
  for (const auto& known : engines_)
    if (const auto engine = known.lock()) engine->engine.reset();
  engines_.clear();
  sqlite_ = nullptr;
  store_.reset();
}

std::string Given::text(std::size_t index, std::string_view name) const {
  return read_text(at(index), name);
}

CaseId Given::case_id(std::size_t index) const {
  return {read_count(at(index), "caseId")};
}

}  // namespace itsmflow::node
