// Telling people what they didn't do themselves.

#include "engine/codec_numbers.hpp"
#include "engine/impl.hpp"

#include <itsmflow/error.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <exception>
#include <new>

namespace itsmflow {
namespace {

Notification read_notification(const OutboxRow& row, PersonBook& people) {
  try {
    const auto body = nlohmann::ordered_json::parse(row.body);
    Notification notification;
    notification.key = row.key;
    notification.case_id = row.case_id;
    notification.kind = body.at("event").get<std::string>();
    notification.to = people.name(read_whole(body.at("to")));
    notification.activity = body.at("activity").get<std::string>();
    if (const auto item = body.find("item"); item != body.end())
      notification.item = item->is_number() ? people.name(read_whole(*item)) : item->get<std::string>();
    notification.note = body.at("note").get<std::string>();
    if (const auto by = body.find("by"); by != body.end())
      notification.note = people.name(read_whole(*by)) + " " + notification.note;
    notification.at = row.at;
    notification.deviation = read_whole(body, "deviation");
    return notification;
  } catch (const Error&) {
    throw;
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception&) {
    throw StoreError(StoreError::Kind::corrupt,
                     fmt::format("row {} of the outbox ({}) can't be read; restore the store from a backup", row.id, row.key));
  }
}

}  // namespace

std::size_t Engine::deliver(const std::function<void(const Notification&)>& deliver, std::size_t limit) {
  impl_->authorize({.entry = EntryPoint::deliver});
  for (std::size_t delivered = 0; delivered < limit; ++delivered) {
    const std::optional<OutboxRow> row = impl_->lease("notify", std::nullopt);
    if (!row) return delivered;
    try {
      Notification notification;
      {
        const auto transaction = impl_->store.begin(Store::Access::read);
        PersonBook people(*transaction);
        notification = read_notification(*row, people);
      }
      deliver(notification);
    } catch (...) {
      const auto transaction = impl_->store.begin(Store::Access::write);
      transaction->release_outbox(row->id, row->leased_until.value());
      transaction->commit();
      throw;
    }
    impl_->remove_from_outbox(*row);
  }
  return limit;
}

}  // namespace itsmflow
