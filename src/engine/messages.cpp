// Messages from outside.

#include "base/text_distance.hpp"
#include "engine/codec_values.hpp"
#include "engine/impl.hpp"
#include "semantics/activation.hpp"

#include <itsmflow/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace itsmflow {
namespace {

/// The values of a message are a map, at depth 0; `depth`: of what the value is in.
void check_value(const Value& value, const std::string& name, std::size_t depth = 0) {
  if (++depth > kDeepestMessage)
    throw UsageError(fmt::format("'{}' of the message nests deeper than {} levels", name, kDeepestMessage));
  if (value.is_null() || value.if_bool() || value.if_int()) return;
  if (const auto* real = value.if_double(); real && std::isfinite(*real)) return;
  if (const auto* text = value.if_string()) return require_utf8(*text, name);
  if (const auto* items = value.if_list()) {
    for (const Value& item : *items) check_value(item, name, depth);
    return;
  }
  if (const auto* entries = value.if_map()) {
    for (auto one = entries->begin(); one != entries->end(); ++one) {
      const auto& [key, entry] = *one;
      if (std::any_of(entries->begin(), one, [&](const auto& other) { return other.first == one->first; }))
        throw UsageError(fmt::format("'{}' of the message has the key {} twice", name, to_string(key)));
      if (!key.if_string())
        throw UsageError(fmt::format("'{}' of the message has a key that is no text: {}", name, to_string(key)));
      require_utf8(*key.if_string(), name);
      check_value(entry, name, depth);
    }
    return;
  }
  throw UsageError(
      fmt::format("'{}' of the message is {}; a message says booleans, numbers, texts, lists and maps", name, to_string(value)));
}

Message message_of(std::string_view name, const Data& values) {
  require_utf8(name, "the name of the message");
  Value::Entries entries;
  for (const auto& [key, value] : values) {
    require_utf8(key, "a name in the message");
    check_value(value, key);
    entries.emplace_back(key, value);
  }
  return {std::string(name), Value(std::move(entries))};
}

bool waits_for(const Model& model, std::string_view message) {
  return std::any_of(model.activities.begin(), model.activities.end(), [&](const Activity& activity) {
    return activity.performer == Performer::message && activity.message.name == message;
  });
}

std::vector<std::string> messages_of(const Model& model) {
  std::vector<std::string> names;
  for (const Activity& activity : model.activities)
    if (activity.performer == Performer::message && std::find(names.begin(), names.end(), activity.message.name) == names.end())
      names.push_back(activity.message.name);
  return names;
}

bool is_about(const OpenCase& at, const Message& message) {
  const StateActivation activation(*at.net, at.state, {}, nullptr, {.message = &message.values});
  return std::any_of(at.net->model->activities.begin(), at.net->model->activities.end(), [&](const Activity& activity) {
    return activity.performer == Performer::message && activity.message.name == message.name &&
           (!activity.message.about || activity.message.about->expression.holds(activation));
  });
}

/// Cases that wait for messages of a name, but not for this one.
struct Others {
  std::size_t count = 0;
  /// For which of them the first waits, as its model says it: whoever sends to all may not be one who may read the case.
  std::string first;

  void add(const Model& model, std::string_view message) {
    if (count++ > 0) return;
    for (const Activity& activity : model.activities)
      if (first.empty() && activity.performer == Performer::message && activity.message.name == message && activity.message.about)
        first = activity.message.about->expression.text();
  }
  std::string text() const {
    if (count == 0) return "";
    return fmt::format("; {} for one of which {} holds", count == 1 ? "one waits" : fmt::format("{} wait, the first", count),
                       first);
  }
};

/// Of a message for several cases the first step bears the key of the command, so that its repetition is known as one. The key of
/// every other step:
std::string key_of(const std::string& key, CaseId id) {
  return fmt::format("{} {}", key, id.value);
}

/// The step of one case in a message for several was done. Throws UsageError where its key belongs to another command.
bool was_sent(Store::Transaction& transaction, const std::string& key, CaseId id) {
  const std::optional<EventRecord> event = transaction.event_by_key(key);
  if (event && (event->case_id != id || event->type != to_string(EventType::received)))
    throw UsageError(
        fmt::format("the key '{}' belongs to another command ({} in case {}), so that this one can't use it for case {}; "
                    "nothing was sent",
                    key, event->type, event->case_id.value, id.value));
  return event.has_value();
}

}  // namespace

Step Engine::Impl::send(CaseId to, std::string_view message, const Data& values, const Command& command) {
  const Message received = message_of(message, values);
  return step_by_itself(to, {.type = EventType::received, .message = message}, command, {}, {},
                        [&](const OpenCase& at) -> Decision {
                          const Model& model = *at.net->model;
                          if (!waits_for(model, message)) {
                            const std::vector<std::string> known = messages_of(model);
                            throw NotFound(NotFound::Kind::activity, std::string(message),
                                           fmt::format("process '{}' waits for no message '{}'; {}", model.process, message,
                                                       known.empty() ? "it waits for none" : "it waits for " + enumerate(known)));
                          }
                          if (at.state.status != CaseStatus::open) return std::vector<Obstacle>{case_is_closed(at.state)};
                          NetEvent event = event_of(EventType::received);
                          event.message = received;
                          return std::vector<NetEvent>{std::move(event)};
                        });
}

Step Engine::send(CaseId to, std::string_view message, const Data& values, const Command& command) {
  impl_->authorize({.entry = EntryPoint::send, .case_id = to});
  return impl_->send(to, message, values, command);
}

std::vector<Step> Engine::send(std::string_view message, const Data& values, const Command& command) {
  impl_->authorize({.entry = EntryPoint::send});
  const Message received = message_of(message, values);
  std::optional<EventRecord> first;
  Others others;
  std::vector<std::pair<CaseId, bool>> receivers;  // and whether it has the message under a key of its own
  {
    const auto transaction = impl_->store.begin(Store::Access::read);
    PersonBook people(*transaction);
    if (!command.key.empty()) first = transaction->event_by_key(command.key);
    CaseQuery query;
    if (first)
      receivers.emplace_back(first->case_id,
                             false);  // before all others: were it another command's key, nothing must have been done
    else
      query.status = CaseStatus::open;
    for (std::vector<CaseRecord> page = transaction->cases(query); !page.empty(); page = transaction->cases(query)) {
      query.after = page.back().id;
      for (CaseRecord& record : page) {
        const CaseId id = record.id;
        if (first && first->case_id == id) continue;
        const bool has_it = !command.key.empty() && was_sent(*transaction, key_of(command.key, id), id);
        const bool may = record.status == CaseStatus::open && !(first && first->at < record.started);
        if (!has_it && !(may && waits_for(*impl_->net_of(*transaction, record.model_digest)->model, message))) continue;
        if (has_it) {
          receivers.emplace_back(id, true);
          continue;
        }
        const OpenCase at = impl_->open(*transaction, people, std::move(record));
        if (is_about(at, received))
          receivers.emplace_back(id, false);
        else
          others.add(*at.net->model, message);
      }
    }
  }
  if (receivers.empty())
    throw NotFound(NotFound::Kind::case_, std::string(message),
                   fmt::format("no open case waits for this message '{}'{}", message, others.text()));
  std::vector<Step> steps;
  CaseId bearer = first ? first->case_id : CaseId{};  // none yet: 0
  for (const auto& [id, has_it] : receivers) {
    Command one = command;
    if (has_it || (!one.key.empty() && bearer.value != 0 && bearer != id)) one.key = key_of(command.key, id);
    steps.push_back(impl_->send(id, message, values, one));
    if (steps.back() && bearer.value == 0 && !has_it) bearer = id;
  }
  return steps;
}

}  // namespace itsmflow
