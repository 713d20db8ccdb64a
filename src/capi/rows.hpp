#pragma once

#include <itsmflow/store.h>
#include <itsmflow/store.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "capi/border.hpp"

// Rows of a store, as C has them and as C++ has them. Those for C show texts of those for C++, which must outlive them.

struct itsmflow_rows : itsmflow::capi::Answering {
  itsmflow_rows() : Answering(itsmflow::capi::Kind::rows) {}
  std::vector<itsmflow::StoredModel> models;
  std::vector<itsmflow::CaseRecord> cases;
  std::vector<itsmflow::EventRecord> events;
  std::vector<itsmflow::OfferRow> offers;
  std::vector<itsmflow::TimerRow> timers;
  std::vector<itsmflow::OutboxRow> outbox;
  std::vector<std::string> texts;
  std::vector<std::int64_t> numbers;
  std::vector<itsmflow::Timestamp> times;
  std::vector<itsmflow::Digest> digests;
};

namespace itsmflow::capi {

itsmflow_digest out(const Digest& digest) noexcept;
itsmflow_model_row out(const StoredModel& model) noexcept;
itsmflow_case_row out(const CaseRecord& record) noexcept;
itsmflow_event_row out(const EventRecord& event) noexcept;
itsmflow_offer_row out(const OfferRow& offer) noexcept;
itsmflow_timer_row out(const TimerRow& timer) noexcept;
itsmflow_outbox_row out(const OutboxRow& row) noexcept;

/// Lists of rows and of texts, for as long as it lives.
class StepForC {
 public:
  explicit StepForC(const StepRecord& step);
  StepForC(const StepForC&) = delete;
  StepForC& operator=(const StepForC&) = delete;
  const itsmflow_step_row* get() const noexcept { return &step_; }

 private:
  itsmflow_case_row after_;
  std::vector<itsmflow_event_row> events_;
  std::vector<itsmflow_offer_row> offers_set_, offers_removed_;
  std::vector<itsmflow_timer_row> timers_set_;
  std::vector<itsmflow_text> timers_removed_, outbox_removed_;
  std::vector<itsmflow_outbox_row> outbox_;
  itsmflow_step_row step_{};
};

std::vector<itsmflow_text> out(const std::vector<std::string>& texts);

}  // namespace itsmflow::capi
