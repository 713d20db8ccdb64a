#include <cmath>
#include <cstring>

#include "convert.hpp"
#include "record.hpp"

namespace itsmflow::node {

std::string in_camel_case(std::string_view words) {
  std::string name;
  bool begins = false;
  for (const char c : words) {
    if (c == '_') {
      begins = true;
      continue;
    }
    name += begins ? static_cast<char>(c - 'a' + 'A') : c;
    begins = false;
  }
  return name;
}

void freeze(Napi::Env env, napi_value value) {
  if (napi_object_freeze(env, value) != napi_ok) throw Napi::Error::New(env);
}

Napi::Value to_js(Napi::Env env, bool value) {
  return Napi::Boolean::New(env, value);
}

Napi::Value to_js(Napi::Env env, std::string_view text) {
  return Napi::String::New(env, text.data(), text.size());
}

Napi::Value to_js(Napi::Env env, std::int64_t number) {
  constexpr std::int64_t kLargestSafe = 9'007'199'254'740'991;  // 2^53 - 1
  if (number >= -kLargestSafe && number <= kLargestSafe) return Napi::Number::New(env, static_cast<double>(number));
  return Napi::BigInt::New(env, number);
}

Napi::Value to_js(Napi::Env env, std::size_t number) {
  constexpr std::size_t kLargestSafe = 9'007'199'254'740'991;
  if (number <= kLargestSafe) return Napi::Number::New(env, static_cast<double>(number));
  return Napi::BigInt::New(env, static_cast<std::uint64_t>(number));
}

Napi::Value to_js(Napi::Env env, double number) {
  return Napi::Number::New(env, number);
}

Napi::Value to_js(Napi::Env env, CaseId id) {
  return to_js(env, id.value);
}

Napi::Value to_js(Napi::Env env, Timestamp time) {
  const double milliseconds = static_cast<double>(time.seconds) * 1000 + std::floor(time.nanos / 1e6);
  return Napi::Date::New(env, milliseconds);
}

Napi::Value to_js(Napi::Env env, const Value& value) {
  if (const bool* v = value.if_bool()) return to_js(env, *v);
  if (const std::int64_t* v = value.if_int()) return to_js(env, *v);
  if (const std::uint64_t* v = value.if_uint()) return to_js(env, static_cast<std::size_t>(*v));
  if (const double* v = value.if_double()) return to_js(env, *v);
  if (const std::string* v = value.if_string()) return to_js(env, *v);
  if (const Timestamp* v = value.if_timestamp()) return to_js(env, *v);
  if (const Duration* v = value.if_duration()) return to_js(env, to_string(*v));
  if (const Value::Bytes* v = value.if_bytes()) return Napi::Buffer<char>::Copy(env, v->data.data(), v->data.size());
  if (const Value::List* v = value.if_list()) return to_js(env, *v);
  if (const Value::Entries* v = value.if_map()) {
    Record record(env);
    for (const auto& [key, member] : *v)
      record.put_own(key.if_string() != nullptr ? *key.if_string() : to_string(key), to_js(env, member));
    return record.frozen();
  }
  return value.is_null() ? env.Null() : to_js(env, to_string(value));
}

Napi::Value to_js(Napi::Env env, const Data& data) {
  Record record(env);
  for (const auto& [path, value] : data) record.put_own(path, to_js(env, value));
  return record.frozen();
}

}  // namespace itsmflow::node
