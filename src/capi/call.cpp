#include <itsmflow/version.hpp>

#include <fmt/format.h>

#include <memory>
#include <new>

#include "capi/border.hpp"
#include "json/text.hpp"

using namespace itsmflow::capi;

const char* itsmflow_version() {
  return itsmflow::version().data();  // a literal, which ends with a zero byte
}

itsmflow_text itsmflow_str(const char* string) {
  return {string == nullptr ? "" : string, string == nullptr ? 0 : std::strlen(string)};
}

itsmflow_status itsmflow_call_create(int32_t abi, itsmflow_call** out) {
  empty(out);
  if (out == nullptr) return ITSMFLOW_MISUSE;
  if (abi != ITSMFLOW_C_ABI) return ITSMFLOW_WRONG_ABI;
  *out = std::unique_ptr<itsmflow_call>(new (std::nothrow) itsmflow_call).release();
  return *out == nullptr ? ITSMFLOW_NO_MEMORY : ITSMFLOW_OK;
}

void itsmflow_call_destroy(itsmflow_call* call) {
  destroy(call, Kind::call);
}

itsmflow_text itsmflow_call_error(const itsmflow_call* call) {
  return is(call, Kind::call) ? out(call->error) : itsmflow_str("there is no call object: the handle is null, or of another kind");
}

itsmflow_status itsmflow_reply_add(itsmflow_reply* reply, itsmflow_text text) {
  return answer(reply, Kind::reply, [&] { reply->texts.push_back(copy(text)); });
}

itsmflow_status itsmflow_reply_result(itsmflow_reply* reply, itsmflow_text result, itsmflow_text data) {
  return answer(reply, Kind::reply, [&] {
    itsmflow::ServiceReply given;
    given.result = copy(result);
    given.data = itsmflow::read_data(in(data));
    reply->answer = std::move(given);
    reply->refused = ITSMFLOW_OK;  // where another one was refused before
  });
}

itsmflow_status itsmflow_reply_failure(itsmflow_reply* reply, itsmflow_text why) {
  return answer(reply, Kind::reply, [&] { reply->failure = copy(why); });
}
