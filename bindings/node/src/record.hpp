#pragma once

#include <napi.h>

#include <string>

#include "convert.hpp"

namespace itsmflow::node {

/// An object of JavaScript that is being put together.
class Record {
 public:
  explicit Record(Napi::Env env) : env_(env), object_(Napi::Object::New(env)) {}

  template <class T>
  Record& put(const char* name, const T& value) {
    return set(name, to_js(env_, value));
  }
  /// A text that is null where it is empty: there is none.
  Record& put_text(const char* name, const std::string& text) { return set(name, text.empty() ? env_.Null() : to_js(env_, text)); }
  Record& put_case(const char* name, CaseId id) { return set(name, id.value == 0 ? env_.Null() : to_js(env_, id)); }
  Record& set(const char* name, napi_value value) {
    if (napi_set_named_property(env_, object_, name, value) != napi_ok) throw Napi::Error::New(env_);
    return *this;
  }
  /// A name from outside, which is never taken for that of a setter ("__proto__").
  Record& put_own(const std::string& name, napi_value value) {
    if (name != "__proto__") {
      object_.Set(name, value);
      return *this;
    }
    object_.DefineProperty(Napi::PropertyDescriptor::Value(
        name, value, static_cast<napi_property_attributes>(napi_enumerable | napi_configurable | napi_writable)));
    return *this;
  }
  Napi::Value frozen() {
    freeze(env_, object_);
    return object_;
  }

 private:
  Napi::Env env_;
  Napi::Object object_;
};

}  // namespace itsmflow::node
