#include "semantics/activation.hpp"

namespace itsmflow {

const Value& StateActivation::slot(std::uint32_t index) const {
  static const Value kNull;
  const Model& model = *net_.model;
  if (index < model.slot_count) {
    if (writes_)
      for (auto write = writes_->rbegin(); write != writes_->rend(); ++write)
        if (write->first == index) return write->second.is_null() ? net_.defaults[index] : write->second;
    return read(net_, state_, index);
  }
  const std::uint32_t object = index - model.slot_count;
  if (object < model.objects.size()) {
    const std::uint32_t state = state_of(net_, state_, object);
    return state == kNone ? kNull : net_.state_values[net_.state_place(object, state)];
  }
  switch (static_cast<ExtraSlot>(object - model.objects.size())) {
    case ExtraSlot::case_id:
      return id_;
    case ExtraSlot::case_started:
      return started_;
    case ExtraSlot::actor_id:
      return actor_;
  }
  return kNull;
}

}  // namespace itsmflow
