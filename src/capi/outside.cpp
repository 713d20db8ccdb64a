#include <optional>

#include "capi/border.hpp"
#include "json/text.hpp"

using namespace itsmflow::capi;

namespace {

namespace flow = itsmflow;

std::optional<flow::ServiceReply> ask(itsmflow_service_handler handler, void* context, const flow::ServiceCall& wanted) {
  const std::string data = flow::json_text(wanted.data);
  itsmflow_service_call service_call{};
  service_call.size = sizeof service_call;
  service_call.key = out(wanted.key);
  service_call.case_id = wanted.case_id.value;
  service_call.process = out(wanted.process);
  service_call.service = out(wanted.service);
  service_call.activity = out(wanted.activity);
  service_call.attempt = wanted.attempt;
  service_call.data = out(data);
  itsmflow_reply reply;
  const itsmflow_status status = handler(context, &service_call, &reply);
  throw_if_failed(status, wanted.service, reply.why());
  if (!reply.failure.empty() || reply.refused != ITSMFLOW_OK) {
    flow::ServiceReply failed;
    failed.failure = reply.why();
    return failed;
  }
  return reply.answer;
}

}  // namespace

itsmflow_status itsmflow_due(itsmflow_call* call, itsmflow_engine* engine, const itsmflow_time* now, size_t* done) {
  if (done != nullptr) *done = 0;
  return run(call, [&] {
    const std::optional<flow::Timestamp> at = now == nullptr ? std::nullopt : std::optional(in(*now));
    const size_t things = in(engine).due(at);
    if (done != nullptr) *done = things;
  });
}

itsmflow_status itsmflow_next_due(itsmflow_call* call, const itsmflow_engine* engine, int32_t* known, itsmflow_time* time) {
  if (known != nullptr) *known = 0;
  if (time != nullptr) *time = {0, 0};
  return run(call, [&] {
    int32_t& is_known = into(known);
    itsmflow_time& moment = into(time);
    const std::optional<flow::Timestamp> next = in(engine).next_due();
    is_known = next ? 1 : 0;
    if (next) moment = out(*next);
  });
}

itsmflow_status itsmflow_on_service(itsmflow_call* call, itsmflow_engine* engine, itsmflow_text name,
                                    itsmflow_service_handler handler, void* context) {
  return run(call, [&] {
    if (handler == nullptr) throw flow::UsageError("a service has no handler: the pointer is null");
    in(engine).on_service(copy(name),
                          [handler, context](const flow::ServiceCall& wanted) { return ask(handler, context, wanted); });
  });
}

itsmflow_status itsmflow_deliver(itsmflow_call* call, itsmflow_engine* engine, itsmflow_deliver_function deliver, void* context,
                                 size_t limit, size_t* delivered) {
  if (delivered != nullptr) *delivered = 0;
  return run(call, [&] {
    if (deliver == nullptr) throw flow::UsageError("there is no function that delivers: the pointer is null");
    size_t count = 0;
    const auto tell = [&](const flow::Notification& notification) {
      const std::string json = flow::json_text(notification);
      itsmflow_reply reply;
      const itsmflow_status status = deliver(context, out(json), &reply);
      throw_if_failed(status, "deliver", reply.why());
      ++count;
      if (delivered != nullptr) *delivered = count;
    };
    constexpr size_t kMost = 1000;
    in(engine).deliver(tell, limit == 0 ? kMost : limit);
  });
}
