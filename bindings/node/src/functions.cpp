// Functions in JavaScript, as the library wants them. They are asked on the thread of JavaScript while another one waits.

#include "convert.hpp"
#include "handles.hpp"

namespace itsmflow::node {
namespace {

template <class T>
T ask(MainThread& main, std::string_view what, Arguments arguments, std::function<T(Napi::Value)> reader) {
  std::optional<T> answer = main.ask<T>(what, std::move(arguments), std::move(reader));
  if (!answer) throw UsageError("the program ends, and '" + std::string(what) + "' isn't answered any more");
  return std::move(*answer);
}

/// While a function may call the engine, other calls of the engine go on.
class Aside {
 public:
  Aside() : lane_(current_call().lane()) {
    if (lane_ != nullptr) lane_->step_aside();
  }
  ~Aside() {
    if (lane_ != nullptr) lane_->come_back();
  }
  Aside(const Aside&) = delete;
  Aside& operator=(const Aside&) = delete;

 private:
  Lane* lane_;
};

bool is_nothing(Napi::Value value) {
  return value.IsUndefined() || value.IsNull();
}

class DirectoryOfFunctions final : public Directory {
 public:
  DirectoryOfFunctions(MainThread& main, bool has_holders_of) : main_(main), has_holders_of_(has_holders_of) {}

  std::optional<std::vector<std::string>> roles_of(std::string_view person) const override {
    using Roles = std::optional<std::vector<std::string>>;
    return ask<Roles>(
        main_, "rolesOf", [person](Napi::Env env) { return std::vector<napi_value>{to_js(env, person)}; },
        [](Napi::Value value) { return is_nothing(value) ? Roles() : Roles(read_texts(value, "rolesOf")); });
  }

  std::vector<std::string> holders_of(std::string_view role) const override {
    if (!has_holders_of_) return {};
    return ask<std::vector<std::string>>(
        main_, "holdersOf", [role](Napi::Env env) { return std::vector<napi_value>{to_js(env, role)}; },
        [](Napi::Value value) { return read_texts(value, "holdersOf"); });
  }

 private:
  MainThread& main_;
  bool has_holders_of_;
};

class ClockOfFunction final : public Clock {
 public:
  explicit ClockOfFunction(MainThread& main) : main_(main) {}
  Timestamp now() const override {
    return ask<Timestamp>(
        main_, "clock", [](Napi::Env) { return std::vector<napi_value>(); },
        [](Napi::Value value) { return read_moment(value, "clock"); });
  }

 private:
  MainThread& main_;
};

}  // namespace

std::shared_ptr<const Directory> make_directory_of_functions(MainThread& main, bool has_holders_of) {
  return std::make_shared<DirectoryOfFunctions>(main, has_holders_of);
}

std::unique_ptr<Clock> make_clock_of_function(MainThread& main) {
  return std::make_unique<ClockOfFunction>(main);
}

Authorize make_authorize_of_function(MainThread& main) {
  return [&main](const AccessRequest& request) {
    const auto arguments = [&request](Napi::Env env) {
      const auto text_or_null = [env](std::string_view text) { return text.empty() ? env.Null() : to_js(env, text); };
      Napi::Object wanted = Napi::Object::New(env);
      wanted.Set("entry", to_js(env, in_camel_case(to_string(request.entry))));
      wanted.Set("actor", text_or_null(request.actor));
      wanted.Set("caseId", request.case_id.value == 0 ? env.Null() : to_js(env, request.case_id));
      wanted.Set("process", text_or_null(request.process));
      wanted.Set("sensitive", to_js(env, request.sensitive == Sensitive::shown));
      return std::vector<napi_value>{wanted};
    };
    return ask<bool>(main, "authorize", arguments,
                     [](Napi::Value value) { return value.IsBoolean() && value.As<Napi::Boolean>().Value(); });
  };
}

ServiceHandler make_service_handler(MainThread& main) {
  return [&main](const ServiceCall& call) {
    using Reply = std::optional<ServiceReply>;
    const Aside aside;
    const std::optional<Reply> reply = main.ask<Reply>(
        "service", [&call](Napi::Env env) { return std::vector<napi_value>{to_js(env, call)}; },
        [](Napi::Value value) { return is_nothing(value) ? Reply() : Reply(read_reply(value)); });
    // The program ends. Whatever is said now would be written as the answer: it is left as by a crash, and called again when its lease is over.
    if (!reply) main.threads().park();
    return *reply;
  };
}

void deliver(MainThread& main, const Notification& notification) {
  const Aside aside;
  ask<bool>(
      main, "deliver", [&notification](Napi::Env env) { return std::vector<napi_value>{to_js(env, notification)}; },
      [](Napi::Value) { return true; });
}

}  // namespace itsmflow::node
