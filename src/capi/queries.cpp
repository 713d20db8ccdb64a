#include <itsmflow/deviation_report.hpp>

#include "capi/border.hpp"
#include "capi/commands.hpp"
#include "json/text.hpp"

using namespace itsmflow::capi;

namespace {

namespace flow = itsmflow;

flow::OfferFilter offer_filter(int64_t after, size_t limit, flow::Sensitive sensitive) {
  flow::OfferFilter filter;
  filter.after = {after};
  if (limit != 0) filter.limit = limit;
  filter.sensitive = sensitive;
  return filter;
}

}  // namespace

itsmflow_status itsmflow_offers_for(itsmflow_call* call, const itsmflow_engine* engine, itsmflow_text actor, int64_t after,
                                    size_t limit, int32_t sensitive, itsmflow_text* json) {
  return run_for_text(call, json, [&] {
    return flow::json_text(in(engine).offers_for(in(actor), offer_filter(after, limit, sensitivity(sensitive))));
  });
}

itsmflow_status itsmflow_offers_in(itsmflow_call* call, const itsmflow_engine* engine, itsmflow_text actor, int64_t case_id,
                                   int32_t sensitive, itsmflow_text* json) {
  return run_for_text(
      call, json, [&] { return flow::json_text(in(engine).offers_for(in(actor), flow::CaseId{case_id}, sensitivity(sensitive))); });
}

itsmflow_status itsmflow_verdicts_for(itsmflow_call* call, const itsmflow_engine* engine, itsmflow_text actor, int64_t after,
                                      size_t limit, itsmflow_text* json) {
  return run_for_text(call, json, [&] {
    return flow::json_text(in(engine).verdicts_for(in(actor), offer_filter(after, limit, flow::Sensitive::withheld)));
  });
}

itsmflow_status itsmflow_explain(itsmflow_call* call, const itsmflow_engine* engine, int64_t case_id, itsmflow_text activity,
                                 itsmflow_text actor, const itsmflow_work* work, itsmflow_text* json) {
  return run_for_text(call, json,
                      [&] { return flow::json_text(in(engine).explain({case_id}, in(activity), in(actor), work_of(work))); });
}

itsmflow_status itsmflow_model_of(itsmflow_call* call, const itsmflow_engine* engine, int64_t case_id, itsmflow_text* json) {
  return run_for_text(call, json, [&] { return flow::json_text(flow::outline(*in(engine).model_of({case_id}))); });
}

itsmflow_status itsmflow_show(itsmflow_call* call, const itsmflow_engine* engine, int64_t case_id, int32_t sensitive,
                              itsmflow_text* json) {
  return run_for_text(call, json, [&] { return flow::json_text(in(engine).show({case_id}, sensitivity(sensitive))); });
}

itsmflow_status itsmflow_cases(itsmflow_call* call, const itsmflow_engine* engine, itsmflow_text filter, itsmflow_text* json) {
  return run_for_text(call, json, [&] { return flow::json_text(in(engine).cases(flow::read_case_filter(in(filter)))); });
}

itsmflow_status itsmflow_events(itsmflow_call* call, const itsmflow_engine* engine, int64_t case_id, int64_t from_number,
                                size_t limit, int32_t sensitive, itsmflow_text* json) {
  return run_for_text(call, json, [&] {
    constexpr size_t kMost = 100'000;
    const size_t most = limit == 0 ? kMost : limit;
    return flow::json_text(in(engine).events({case_id}, from_number, most, sensitivity(sensitive)));
  });
}

itsmflow_status itsmflow_report_deviations(itsmflow_call* call, const itsmflow_engine* engine, itsmflow_text process,
                                           itsmflow_text* json) {
  return run_for_text(call, json, [&] {
    flow::DeviationReportOptions options;
    options.process = copy(process);
    return flow::json_text(flow::report_deviations(in(engine), options));
  });
}

itsmflow_status itsmflow_verify_log(itsmflow_call* call, const itsmflow_engine* engine, itsmflow_text expected_head,
                                    itsmflow_text* json) {
  return run_for_text(call, json, [&] { return flow::json_text(in(engine).verify_log(in(expected_head)), in(expected_head)); });
}

itsmflow_status itsmflow_rebuild(itsmflow_call* call, itsmflow_engine* engine, itsmflow_text* json) {
  return run_for_text(call, json, [&] { return flow::json_text(in(engine).rebuild()); });
}

itsmflow_status itsmflow_erase_person(itsmflow_call* call, itsmflow_engine* engine, itsmflow_text person, itsmflow_text* json) {
  return run_for_text(call, json, [&] { return flow::json_text(in(engine).erase_person(in(person))); });
}
