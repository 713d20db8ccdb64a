#include "calls.hpp"

#include <string_view>

using itsmflow::CaseId;
using itsmflow::Data;
using itsmflow::Json;
using itsmflow::Value;
using itsmflow::scenario::Step;
using itsmflow::scenario::Verb;

namespace bindings {
namespace {

std::string_view name_of(Verb verb) {
  switch (verb) {
    case Verb::start:
      return "start";
    case Verb::perform:
      return "perform";
    case Verb::begin:
      return "begin";
    case Verb::end:
      return "end";
    case Verb::claim:
      return "claim";
    case Verb::hand_over:
      return "hand_over";
    case Verb::suspend:
      return "suspend";
    case Verb::resume:
      return "resume";
    case Verb::withdraw:
      return "withdraw";
    case Verb::set:
      return "set";
    case Verb::cancel:
      return "cancel";
    case Verb::confirm:
      return "confirm";
    case Verb::disapprove:
      return "disapprove";
    case Verb::judge:
      return "judge";
    case Verb::send:
      return "send";
    case Verb::answer:
      return "answer";
    case Verb::after:
    case Verb::expect:
      break;
  }
  return "";
}

/// What the note of a step is called in the call.
const char* note_of(Verb verb) {
  switch (verb) {
    case Verb::hand_over:
      return "confirm";
    case Verb::cancel:
      return "why";
    case Verb::confirm:
    case Verb::disapprove:
    case Verb::judge:
      return "because";
    default:
      return "note";
  }
}

void put(Json& call, const char* name, const std::string& text) {
  if (!text.empty()) call[name] = text;
}

/// JSON has no moments and no lengths of time: which values are some is said beside them.
Json types_of(const Data& data) {
  Json types = Json::object();
  for (const auto& [path, value] : data) {
    if (value.kind() == Value::Kind::timestamp) types[path] = "moment";
    if (value.kind() == Value::Kind::duration) types[path] = "length";
  }
  return types;
}

void put(Json& call, const char* name, const Data& data) {
  if (data.empty()) return;
  call[name] = itsmflow::to_json(data);
  if (Json types = types_of(data); !types.empty()) call["types"] = std::move(types);
}

void put_motive(Json& call, const itsmflow::Motive& motive) {
  put(call, "motive", motive.name);
  put(call, "because", motive.because);
  if (motive.as) call["as"] = itsmflow::to_string(*motive.as);
  if (!motive.skipping.empty()) call["skipping"] = motive.skipping;
}

}  // namespace

Json call_of(const Step& step, const std::string& process, CaseId in) {
  Json call{{"call", name_of(step.verb)}};
  if (step.verb == Verb::start) {
    call["process"] = process;
  } else {
    call["case"] = in.value;
  }
  put(call, "activity", step.activity);
  put(call, "message", step.message);
  put(call, "outcome", step.outcome);
  if (step.deviation != 0) call["deviation"] = step.deviation;
  put(call, "actor", step.actor);
  put(call, "to", step.to);
  put(call, "item", step.item);
  put(call, "result", step.result);
  put(call, "failure", step.failure);
  put(call, step.verb == Verb::send ? "values" : "data", step.data);
  // Of a step with a motive the note is its `because`.
  if (step.motive) {
    put_motive(call, *step.motive);
  } else {
    put(call, note_of(step.verb), step.note);
  }
  return call;
}

}  // namespace bindings
