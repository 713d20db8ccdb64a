#include <memory>

#include "capi/border.hpp"

using namespace itsmflow::capi;

namespace {

namespace flow = itsmflow;

using Now = decltype(itsmflow_engine_options::now);

class CustomClock final : public flow::Clock {
 public:
  CustomClock(Now tell, void* context) : tell_(tell), context_(context) {}

  flow::Timestamp now() const override {
    itsmflow_time time{};
    throw_if_failed(tell_(context_, &time), "now", "");
    return in(time);
  }

 private:
  Now tell_;
  void* context_;
};

flow::Authorize authorize_by(decltype(itsmflow_engine_options::authorize) ask, void* context) {
  return [ask, context](const flow::AccessRequest& wanted) {
    const std::string entry(to_string(wanted.entry));
    const std::string actor(wanted.actor);
    const std::string process(wanted.process);
    itsmflow_access access{};
    access.size = sizeof access;
    access.entry = out(entry);
    access.actor = out(actor);
    access.case_id = wanted.case_id.value;
    access.process = out(process);
    access.sensitive = wanted.sensitive == flow::Sensitive::shown ? 1 : 0;
    return ask(context, &access) != 0;
  };
}

}  // namespace

itsmflow_status itsmflow_engine_create(itsmflow_call* call, const itsmflow_library* library, const itsmflow_store* store,
                                       const itsmflow_directory* directory, const itsmflow_engine_options* options,
                                       itsmflow_engine** out) {
  return run_for_handle(call, out, [&] {
    const itsmflow_engine_options given = in(options);
    auto context = std::make_unique<Context>(given.context);
    Context& kept = *context;
    std::unique_ptr<flow::Clock> clock;
    if (given.now != nullptr) clock = std::make_unique<CustomClock>(given.now, given.context);
    flow::EngineOptions chosen;
    chosen.clock = clock.get();
    if (given.lease_seconds < 0) throw flow::UsageError("`lease_seconds` is below 0");
    if (given.lease_seconds > 0) chosen.lease = {given.lease_seconds, 0};
    if (given.authorize != nullptr) chosen.authorize = authorize_by(given.authorize, given.context);
    auto engine = std::make_unique<itsmflow_engine>(in(library), in(store), in(directory), std::move(context), std::move(clock),
                                                    std::move(chosen));
    kept.take(given.destroy);
    return engine;
  });
}

void itsmflow_engine_destroy(itsmflow_engine* engine) {
  destroy(engine, Kind::engine);
}
