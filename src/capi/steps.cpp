#include <memory>

#include "capi/border.hpp"
#include "capi/commands.hpp"
#include "json/text.hpp"

using namespace itsmflow::capi;

namespace {

namespace flow = itsmflow;

template <class Do>
itsmflow_status step(itsmflow_call* call, itsmflow_step** out, const Do& work) noexcept {
  return run_for_handle(call, out, [&] {
    auto handle = std::make_unique<itsmflow_step>();  // first: what was done must not be lost for want of memory
    handle->step = work();
    return handle;
  });
}

}  // namespace

itsmflow_status itsmflow_start(itsmflow_call* call, itsmflow_engine* engine, itsmflow_text process, itsmflow_text actor,
                               itsmflow_text data, const itsmflow_command* command, itsmflow_step** out) {
  return step(call, out, [&] { return in(engine).start(in(process), in(actor), flow::read_data(in(data)), command_of(command)); });
}

itsmflow_status itsmflow_perform(itsmflow_call* call, itsmflow_engine* engine, int64_t case_id, itsmflow_text activity,
                                 itsmflow_text actor, const itsmflow_work* work, itsmflow_step** out) {
  return step(call, out, [&] { return in(engine).perform({case_id}, in(activity), in(actor), work_of(work)); });
}

itsmflow_status itsmflow_begin(itsmflow_call* call, itsmflow_engine* engine, int64_t case_id, itsmflow_text activity,
                               itsmflow_text actor, const itsmflow_command* command, itsmflow_step** out) {
  return step(call, out, [&] { return in(engine).begin({case_id}, in(activity), in(actor), command_of(command)); });
}

itsmflow_status itsmflow_end(itsmflow_call* call, itsmflow_engine* engine, int64_t case_id, itsmflow_text activity,
                             itsmflow_text actor, const itsmflow_work* work, itsmflow_step** out) {
  return step(call, out, [&] { return in(engine).end({case_id}, in(activity), in(actor), work_of(work)); });
}

itsmflow_status itsmflow_claim(itsmflow_call* call, itsmflow_engine* engine, int64_t case_id, itsmflow_text activity,
                               itsmflow_text actor, const itsmflow_command* command, itsmflow_step** out) {
  return step(call, out, [&] { return in(engine).claim({case_id}, in(activity), in(actor), command_of(command)); });
}

itsmflow_status itsmflow_hand_over(itsmflow_call* call, itsmflow_engine* engine, int64_t case_id, itsmflow_text activity,
                                   itsmflow_text actor, itsmflow_text to, itsmflow_text confirm, const itsmflow_command* command,
                                   itsmflow_step** out) {
  return step(call, out,
              [&] { return in(engine).hand_over({case_id}, in(activity), in(actor), in(to), in(confirm), command_of(command)); });
}

itsmflow_status itsmflow_suspend(itsmflow_call* call, itsmflow_engine* engine, int64_t case_id, itsmflow_text activity,
                                 itsmflow_text actor, itsmflow_text note, const itsmflow_command* command, itsmflow_step** out) {
  return step(call, out, [&] { return in(engine).suspend({case_id}, in(activity), in(actor), in(note), command_of(command)); });
}

itsmflow_status itsmflow_resume(itsmflow_call* call, itsmflow_engine* engine, int64_t case_id, itsmflow_text activity,
                                itsmflow_text actor, const itsmflow_command* command, itsmflow_step** out) {
  return step(call, out, [&] { return in(engine).resume({case_id}, in(activity), in(actor), command_of(command)); });
}

itsmflow_status itsmflow_withdraw(itsmflow_call* call, itsmflow_engine* engine, int64_t case_id, itsmflow_text activity,
                                  itsmflow_text actor, itsmflow_text note, const itsmflow_command* command, itsmflow_step** out) {
  return step(call, out, [&] { return in(engine).withdraw({case_id}, in(activity), in(actor), in(note), command_of(command)); });
}

itsmflow_status itsmflow_set(itsmflow_call* call, itsmflow_engine* engine, int64_t case_id, itsmflow_text activity,
                             itsmflow_text actor, itsmflow_text data, const itsmflow_command* command, itsmflow_step** out) {
  return step(call, out,
              [&] { return in(engine).set({case_id}, in(activity), in(actor), flow::read_data(in(data)), command_of(command)); });
}

itsmflow_status itsmflow_cancel(itsmflow_call* call, itsmflow_engine* engine, int64_t case_id, itsmflow_text actor,
                                itsmflow_text why, const itsmflow_command* command, itsmflow_step** out) {
  return step(call, out, [&] { return in(engine).cancel({case_id}, in(actor), in(why), command_of(command)); });
}

itsmflow_status itsmflow_confirm(itsmflow_call* call, itsmflow_engine* engine, int64_t case_id, int64_t deviation,
                                 itsmflow_text actor, itsmflow_text because, const itsmflow_command* command, itsmflow_step** out) {
  return step(call, out, [&] { return in(engine).confirm({case_id}, deviation, in(actor), in(because), command_of(command)); });
}

itsmflow_status itsmflow_disapprove(itsmflow_call* call, itsmflow_engine* engine, int64_t case_id, int64_t deviation,
                                    itsmflow_text actor, itsmflow_text because, const itsmflow_command* command,
                                    itsmflow_step** out) {
  return step(call, out, [&] { return in(engine).disapprove({case_id}, deviation, in(actor), in(because), command_of(command)); });
}

itsmflow_status itsmflow_judge(itsmflow_call* call, itsmflow_engine* engine, int64_t case_id, itsmflow_text outcome,
                               itsmflow_text actor, itsmflow_text because, const itsmflow_command* command, itsmflow_step** out) {
  return step(call, out, [&] { return in(engine).judge({case_id}, in(outcome), in(actor), in(because), command_of(command)); });
}

itsmflow_status itsmflow_send(itsmflow_call* call, itsmflow_engine* engine, int64_t case_id, itsmflow_text message,
                              itsmflow_text values, const itsmflow_command* command, itsmflow_step** out) {
  return step(call, out, [&] {
    return in(engine).send(flow::CaseId{case_id}, in(message), flow::read_data(in(values)), command_of(command));
  });
}

itsmflow_status itsmflow_send_to_all(itsmflow_call* call, itsmflow_engine* engine, itsmflow_text message, itsmflow_text values,
                                     const itsmflow_command* command, itsmflow_text* json) {
  return run_for_text(
      call, json, [&] { return flow::json_text(in(engine).send(in(message), flow::read_data(in(values)), command_of(command))); });
}

itsmflow_status itsmflow_answer(itsmflow_call* call, itsmflow_engine* engine, int64_t case_id, itsmflow_text activity,
                                itsmflow_text result, itsmflow_text data, itsmflow_text failure, const itsmflow_command* command,
                                itsmflow_step** out) {
  return step(call, out, [&] {
    const flow::ServiceReply reply{copy(result), flow::read_data(in(data)), copy(failure)};
    return in(engine).answer({case_id}, in(activity), reply, command_of(command));
  });
}

// What came of a step. These have no call object: of a handle that is none they say that there is nothing.

int32_t itsmflow_step_is_done(const itsmflow_step* step) {
  return is(step, Kind::step) && step->step ? 1 : 0;
}

int64_t itsmflow_step_case_id(const itsmflow_step* step) {
  return is(step, Kind::step) ? step->step.case_id().value : 0;
}

int64_t itsmflow_step_revision(const itsmflow_step* step) {
  return is(step, Kind::step) ? step->step.revision() : 0;
}

size_t itsmflow_step_obstacle_count(const itsmflow_step* step) {
  return is(step, Kind::step) ? step->step.obstacles().size() : 0;
}

itsmflow_text itsmflow_step_obstacle_kind(const itsmflow_step* step, size_t index) {
  if (index >= itsmflow_step_obstacle_count(step)) return {"", 0};
  const std::string_view kind = to_string(step->step.obstacles()[index].kind());
  return {kind.data(), kind.size()};  // a literal, which ends with a zero byte
}

itsmflow_text itsmflow_step_obstacle_message(const itsmflow_step* step, size_t index) {
  if (index >= itsmflow_step_obstacle_count(step)) return {"", 0};
  return out(step->step.obstacles()[index].message());
}

itsmflow_status itsmflow_step_json(itsmflow_call* call, const itsmflow_step* step, itsmflow_text* json) {
  return run_for_text(call, json, [&] { return flow::json_text(in(step)); });
}

void itsmflow_step_destroy(itsmflow_step* step) {
  destroy(step, Kind::step);
}
