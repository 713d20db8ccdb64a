#include <map>

#include "world.hpp"

namespace replay {
namespace {

/// What a call takes, as texts that live as long as it is made. What is left out is empty.
class Taken {
 public:
  explicit Taken(const Json& call) : call_(call) {
    for (const auto& [name, value] : call.items())
      if (value.is_string()) texts_[name] = value.get<std::string>();
    for (const char* name : {"data", "values"})
      if (call.contains(name)) texts_[name] = call.at(name).dump();
    if (!call.contains("skipping")) return;
    for (const Json& one : call.at("skipping")) skipped_.push_back(one.get<std::string>());
    for (const std::string& one : skipped_) skipping_.push_back(in(one));
  }
  Taken(const Taken&) = delete;
  Taken& operator=(const Taken&) = delete;

  itsmflow_text text(const char* name) const {
    const auto found = texts_.find(name);
    return found == texts_.end() ? itsmflow_text{nullptr, 0} : in(found->second);
  }
  std::int64_t number(const char* name) const { return call_.at(name).get<std::int64_t>(); }
  std::int64_t id() const { return number("case"); }

  itsmflow_command command() const {
    itsmflow_command command{};
    command.size = sizeof command;
    command.item = text("item");
    return command;
  }

  itsmflow_work work() const {
    itsmflow_work work{};
    work.size = sizeof work;
    work.result = text("result");
    work.data = text("data");
    work.item = text("item");
    work.motive = text("motive");
    work.because = text("because");
    work.as_kind = text("as");
    work.skipping = skipping_.data();
    work.skipping_count = skipping_.size();
    return work;
  }

 private:
  const Json& call_;
  std::map<std::string, std::string, std::less<>> texts_;
  std::vector<std::string> skipped_;
  std::vector<itsmflow_text> skipping_;
};

/// What functions of their own say of a step is what its JSON says.
void must_agree(const itsmflow_step* step, const Json& json) {
  const auto must = [](bool agrees, const char* what) {
    if (!agrees) throw std::runtime_error(std::string(what) + " says something else than the JSON of the step");
  };
  must((itsmflow_step_is_done(step) != 0) == json.at("done"), "itsmflow_step_is_done");
  const std::int64_t id = itsmflow_step_case_id(step);
  must((id == 0 ? Json() : Json(id)) == json.at("case"), "itsmflow_step_case_id");
  must(id == 0 || itsmflow_step_revision(step) == json.at("revision"), "itsmflow_step_revision");
  const Json& obstacles = json.at("obstacles");
  must(itsmflow_step_obstacle_count(step) == obstacles.size(), "itsmflow_step_obstacle_count");
  for (std::size_t i = 0; i < obstacles.size(); ++i) {
    must(out(itsmflow_step_obstacle_kind(step, i)) == obstacles[i].at("kind"), "itsmflow_step_obstacle_kind");
    must(out(itsmflow_step_obstacle_message(step, i)) == obstacles[i].at("message"), "itsmflow_step_obstacle_message");
  }
}

std::string finish(const World& world, itsmflow_step* step) {
  itsmflow_text json;
  const itsmflow_status status = itsmflow_step_json(world.call(), step, &json);
  try {
    world.must(status);
    std::string text = out(json);
    must_agree(step, Json::parse(text));
    itsmflow_step_destroy(step);
    return text;
  } catch (...) {
    itsmflow_step_destroy(step);
    throw;
  }
}

/// Null where the name is none of a step.
itsmflow_step* take_step(const World& world, const std::string& name, const Taken& taken) {
  itsmflow_call* const call = world.call();
  itsmflow_engine* const engine = world.engine();
  const itsmflow_text activity = taken.text("activity");
  const itsmflow_text actor = taken.text("actor");
  const itsmflow_command command = taken.command();
  const itsmflow_work work = taken.work();
  itsmflow_step* step = nullptr;
  const auto is = [&](const char* other) { return name == other; };
  if (is("start")) {
    world.must(itsmflow_start(call, engine, taken.text("process"), actor, taken.text("data"), &command, &step));
  } else if (is("perform")) {
    world.must(itsmflow_perform(call, engine, taken.id(), activity, actor, &work, &step));
  } else if (is("begin")) {
    world.must(itsmflow_begin(call, engine, taken.id(), activity, actor, &command, &step));
  } else if (is("end")) {
    world.must(itsmflow_end(call, engine, taken.id(), activity, actor, &work, &step));
  } else if (is("claim")) {
    world.must(itsmflow_claim(call, engine, taken.id(), activity, actor, &command, &step));
  } else if (is("hand_over")) {
    world.must(
        itsmflow_hand_over(call, engine, taken.id(), activity, actor, taken.text("to"), taken.text("confirm"), &command, &step));
  } else if (is("suspend")) {
    world.must(itsmflow_suspend(call, engine, taken.id(), activity, actor, taken.text("note"), &command, &step));
  } else if (is("resume")) {
    world.must(itsmflow_resume(call, engine, taken.id(), activity, actor, &command, &step));
  } else if (is("withdraw")) {
    world.must(itsmflow_withdraw(call, engine, taken.id(), activity, actor, taken.text("note"), &command, &step));
  } else if (is("set")) {
    world.must(itsmflow_set(call, engine, taken.id(), activity, actor, taken.text("data"), &command, &step));
  } else if (is("cancel")) {
    world.must(itsmflow_cancel(call, engine, taken.id(), actor, taken.text("why"), &command, &step));
  } else if (is("confirm") || is("disapprove")) {
    const auto say = is("confirm") ? itsmflow_confirm : itsmflow_disapprove;
    world.must(say(call, engine, taken.id(), taken.number("deviation"), actor, taken.text("because"), &command, &step));
  } else if (is("judge")) {
    world.must(itsmflow_judge(call, engine, taken.id(), taken.text("outcome"), actor, taken.text("because"), &command, &step));
  } else if (is("send")) {
    world.must(itsmflow_send(call, engine, taken.id(), taken.text("message"), taken.text("values"), &command, &step));
  } else if (is("answer")) {
    world.must(itsmflow_answer(call, engine, taken.id(), activity, taken.text("result"), taken.text("data"), taken.text("failure"),
                               &command, &step));
  }
  return step;
}

itsmflow_status keep(void* context, itsmflow_text notification, itsmflow_reply*) {
  std::string& all = *static_cast<std::string*>(context);
  all += (all.empty() ? "" : ",") + out(notification);
  return ITSMFLOW_OK;
}

std::string deliver(const World& world) {
  std::string all;
  std::size_t delivered = 0;
  world.must(itsmflow_deliver(world.call(), world.engine(), keep, &all, 0, &delivered));
  std::string text = R"({"notifications":[)" + all + "]}";
  if (Json::parse(text).at("notifications").size() != delivered)
    throw std::runtime_error("another number was delivered than is told");
  return text;
}

std::string next_due(const World& world) {
  std::int32_t known = 0;
  itsmflow_time at{};
  world.must(itsmflow_next_due(world.call(), world.engine(), &known, &at));
  return Json{{"due", known != 0 ? Json(write_moment(at)) : Json()}}.dump();
}

std::string do_due(const World& world) {
  std::size_t done = 0;
  world.must(itsmflow_due(world.call(), world.engine(), nullptr, &done));
  return Json{{"done", done}}.dump();
}

/// A digest over salted names, which is another one each time.
std::string without_head(const std::string& log) {
  Json json = Json::parse(log);
  json.erase("head");
  return json.dump();
}

}  // namespace

std::string make_call(World& world, const Json& call) {
  const std::string name = call.at("call").get<std::string>();
  const Taken taken(call);
  world.set_clock(call.at("at").get<std::string>());
  if (itsmflow_step* step = take_step(world, name, taken)) return finish(world, step);
  if (name == "due") return do_due(world);
  if (name == "next_due") return next_due(world);
  if (name == "deliver") return deliver(world);
  itsmflow_text json;
  if (name == "events") {
    world.must(itsmflow_events(world.call(), world.engine(), taken.id(), 1, 0, 1, &json));
  } else if (name == "verify_log") {
    world.must(itsmflow_verify_log(world.call(), world.engine(), {nullptr, 0}, &json));
    return without_head(out(json));
  } else {
    throw std::runtime_error("there is no call '" + name + "'");
  }
  return out(json);
}

}  // namespace replay
