// The addon as node loads it. index.js makes of it what programs use.

#include <itsmflow/version.hpp>

#include "handles.hpp"

namespace itsmflow::node {
namespace {

/// Takes the function that is asked on behalf of engines, and the one that makes errors. Once, before all else.
Napi::Value prepare(const Napi::CallbackInfo& info) {
  auto main = std::make_unique<MainThread>(info.Env(), info[0].As<Napi::Function>(), info[1].As<Napi::Function>());
  info.Env().SetInstanceData(main.release());
  return info.Env().Undefined();
}

Napi::Value settle(const Given& given) {
  given.main.settle(given.at(0).As<Napi::Number>().DoubleValue(), given.at(1));
  return given.env().Undefined();
}

Napi::Value fail(const Given& given) {
  given.main.settle_by_failing(given.at(0).As<Napi::Number>().DoubleValue(), given.at(1));
  return given.env().Undefined();
}

Napi::Object load_addon(Napi::Env env, Napi::Object exports) {
  exports.Set("prepare", Napi::Function::New<prepare>(env, "prepare"));
  exports.Set("version", Napi::String::New(env, std::string(version())));
  add_at_once<settle>(exports, "settle");
  add_at_once<fail>(exports, "fail");
  add_models(exports);
  add_stores(exports);
  add_engine(exports);
  return exports;
}

}  // namespace
}  // namespace itsmflow::node

using itsmflow::node::load_addon;
NODE_API_MODULE(itsmflow, load_addon)
