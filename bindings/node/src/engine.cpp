// The engine. Arguments are read on the thread of JavaScript, the work is done in the engine's lane. Of each function the first two
// arguments are the engine and what JavaScript knows of the call; the others are those that index.d.ts has.

#include "convert.hpp"
#include "handles.hpp"

namespace itsmflow::node {
namespace {

constexpr std::size_t kFirst = 2;

/// Does `work` with the engine, and shows what it gives.
template <class Work>
Napi::Value with_engine(const Given& given, Work work) {
  const auto handle = unwrap<EngineHandle>(given.at(0));
  auto in_use = [handle, work = std::move(work)] {
    const StoreHandle::Use use = handle->store->use();
    return work(*handle->engine);
  };
  return promise_of(given.main, given.env(), handle->lane, given.at(1), std::move(in_use),
                    [](Napi::Env env, const auto& result) { return to_js(env, result); });
}

Napi::Value make_engine(const Given& given) {
  const auto library = unwrap<const Library>(given.at(0));
  auto handle = std::make_shared<EngineHandle>();
  handle->store = unwrap<StoreHandle>(given.at(1));
  handle->directory = unwrap<const Directory>(given.at(2));
  Options options(given.at(3), "an engine");
  EngineOptions wanted;
  if (options.take("clock")) {
    handle->clock = make_clock_of_function(given.main);
    wanted.clock = handle->clock.get();
  }
  if (options.take("authorize")) wanted.authorize = make_authorize_of_function(given.main);
  if (const auto seconds = options.take("leaseSeconds", read_count)) wanted.lease = {*seconds, 0};
  if (const auto limit = options.take("agendaLimit", read_count)) wanted.agenda_limit = static_cast<std::size_t>(*limit);
  if (const auto limit = options.take("searchLimit", read_count)) wanted.search_limit = static_cast<std::size_t>(*limit);
  options.end();
  handle->lane = std::make_shared<Lane>(given.main.threads());
  const StoreHandle::Use use = handle->store->use();
  handle->engine = std::make_unique<Engine>(*library, handle->store->store(), *handle->directory, std::move(wanted));
  handle->store->know(handle);
  return wrap(given.env(), handle);
}

// ---- Steps ----

/// What most steps begin with.
struct OfActivity {
  explicit OfActivity(const Given& given)
      : id(given.case_id(kFirst)), activity(given.text(kFirst + 1, "activity")), actor(given.text(kFirst + 2, "actor")) {}
  CaseId id;
  std::string activity;
  std::string actor;
};

Napi::Value start(const Given& given) {
  Options options(given.at(kFirst + 2), "start");
  const Data data = options.data("data");
  const Command command = options.command();
  options.end();
  return with_engine(given, [process = given.text(kFirst, "process"), actor = given.text(kFirst + 1, "actor"), data,
                             command](Engine& engine) { return engine.start(process, actor, data, command); });
}

Work read_work(Napi::Value value, std::string_view of) {
  Options options(value, of);
  Work work = options.work();
  options.end();
  return work;
}

/// Of a step that is taken; one that is only asked about may leave the name of the motive out.
Work read_work_to_do(Napi::Value value, std::string_view of) {
  Work work = read_work(value, of);
  if (work.motive && work.motive->name.empty())
    throw UsageError("'because', 'as' and 'skipping' say more of a 'motive', and there is none; name one");
  return work;
}

Napi::Value perform(const Given& given) {
  return with_engine(given, [of = OfActivity(given), work = read_work_to_do(given.at(kFirst + 3), "perform")](Engine& engine) {
    return engine.perform(of.id, of.activity, of.actor, work);
  });
}

Napi::Value end(const Given& given) {
  return with_engine(given, [of = OfActivity(given), work = read_work_to_do(given.at(kFirst + 3), "end")](Engine& engine) {
    return engine.end(of.id, of.activity, of.actor, work);
  });
}

Command read_command(Napi::Value value, std::string_view of) {
  Options options(value, of);
  Command command = options.command();
  options.end();
  return command;
}

Napi::Value begin(const Given& given) {
  return with_engine(given, [of = OfActivity(given), command = read_command(given.at(kFirst + 3), "begin")](Engine& engine) {
    return engine.begin(of.id, of.activity, of.actor, command);
  });
}

Napi::Value claim(const Given& given) {
  return with_engine(given, [of = OfActivity(given), command = read_command(given.at(kFirst + 3), "claim")](Engine& engine) {
    return engine.claim(of.id, of.activity, of.actor, command);
  });
}

Napi::Value resume(const Given& given) {
  return with_engine(given, [of = OfActivity(given), command = read_command(given.at(kFirst + 3), "resume")](Engine& engine) {
    return engine.resume(of.id, of.activity, of.actor, command);
  });
}

Napi::Value hand_over(const Given& given) {
  Options options(given.at(kFirst + 4), "handOver");
  std::string confirm = options.text("confirm");
  const Command command = options.command();
  options.end();
  return with_engine(given, [of = OfActivity(given), to = given.text(kFirst + 3, "to"), confirm, command](Engine& engine) {
    return engine.hand_over(of.id, of.activity, of.actor, to, confirm, command);
  });
}

Napi::Value suspend(const Given& given) {
  return with_engine(given, [of = OfActivity(given), note = given.text(kFirst + 3, "note"),
                             command = read_command(given.at(kFirst + 4), "suspend")](Engine& engine) {
    return engine.suspend(of.id, of.activity, of.actor, note, command);
  });
}

Napi::Value withdraw(const Given& given) {
  Options options(given.at(kFirst + 3), "withdraw");
  const std::string note = options.text("note");
  const Command command = options.command();
  options.end();
  return with_engine(given, [of = OfActivity(given), note, command](Engine& engine) {
    return engine.withdraw(of.id, of.activity, of.actor, note, command);
  });
}

Napi::Value set(const Given& given) {
  return with_engine(given, [of = OfActivity(given), data = read_data(given.at(kFirst + 3), "data"),
                             command = read_command(given.at(kFirst + 4), "set")](Engine& engine) {
    return engine.set(of.id, of.activity, of.actor, data, command);
  });
}

Napi::Value cancel(const Given& given) {
  return with_engine(given, [id = given.case_id(kFirst), actor = given.text(kFirst + 1, "actor"),
                             why = given.text(kFirst + 2, "why"), command = read_command(given.at(kFirst + 3), "cancel")](
                                Engine& engine) { return engine.cancel(id, actor, why, command); });
}

/// What a verdict says beside itself.
struct Said {
  Said(Napi::Value value, std::string_view of) {
    Options options(value, of);
    because = options.text("because");
    command = options.command();
    options.end();
  }
  std::string because;
  Command command;
};

Napi::Value confirm(const Given& given) {
  return with_engine(given, [id = given.case_id(kFirst), deviation = read_count(given.at(kFirst + 1), "deviation"),
                             actor = given.text(kFirst + 2, "actor"), said = Said(given.at(kFirst + 3), "confirm")](
                                Engine& engine) { return engine.confirm(id, deviation, actor, said.because, said.command); });
}

Napi::Value disapprove(const Given& given) {
  return with_engine(given, [id = given.case_id(kFirst), deviation = read_count(given.at(kFirst + 1), "deviation"),
                             actor = given.text(kFirst + 2, "actor"), said = Said(given.at(kFirst + 3), "disapprove")](
                                Engine& engine) { return engine.disapprove(id, deviation, actor, said.because, said.command); });
}

Napi::Value judge(const Given& given) {
  return with_engine(given, [id = given.case_id(kFirst), outcome = given.text(kFirst + 1, "outcome"),
                             actor = given.text(kFirst + 2, "actor"), said = Said(given.at(kFirst + 3), "judge")](Engine& engine) {
    return engine.judge(id, outcome, actor, said.because, said.command);
  });
}

/// What a message says.
struct Letter {
  Letter(Napi::Value value, std::string_view of) {
    Options options(value, of);
    values = options.data("values");
    command = options.command();
    options.end();
  }
  Data values;
  Command command;
};

Napi::Value send(const Given& given) {
  return with_engine(given, [id = given.case_id(kFirst), message = given.text(kFirst + 1, "message"),
                             letter = Letter(given.at(kFirst + 2), "send")](Engine& engine) {
    return engine.send(id, message, letter.values, letter.command);
  });
}

Napi::Value send_to_all(const Given& given) {
  return with_engine(given, [message = given.text(kFirst, "message"), letter = Letter(given.at(kFirst + 1), "sendToAll")](
                                Engine& engine) { return engine.send(message, letter.values, letter.command); });
}

Napi::Value answer(const Given& given) {
  return with_engine(given, [id = given.case_id(kFirst), activity = given.text(kFirst + 1, "activity"),
                             reply = read_reply(given.at(kFirst + 2)), command = read_command(given.at(kFirst + 3), "answer")](
                                Engine& engine) { return engine.answer(id, activity, reply, command); });
}

// ---- Questions ----

OfferFilter read_offer_filter(Options& options) {
  OfferFilter filter;
  if (const auto after = options.take("after", read_count)) filter.after = {*after};
  if (const auto limit = options.take("limit", read_count)) filter.limit = static_cast<std::size_t>(*limit);
  filter.sensitive = options.sensitive();
  return filter;
}

Napi::Value offers_for(const Given& given) {
  Options options(given.at(kFirst + 1), "offersFor");
  const auto id = options.take("caseId", read_count);
  const OfferFilter filter = read_offer_filter(options);
  options.end();
  return with_engine(given, [actor = given.text(kFirst, "actor"), id, filter](Engine& engine) {
    return id ? engine.offers_for(actor, CaseId{*id}, filter.sensitive) : engine.offers_for(actor, filter);
  });
}

Napi::Value verdicts_for(const Given& given) {
  Options options(given.at(kFirst + 1), "verdictsFor");
  const OfferFilter filter = read_offer_filter(options);
  options.end();
  return with_engine(given,
                     [actor = given.text(kFirst, "actor"), filter](Engine& engine) { return engine.verdicts_for(actor, filter); });
}

Napi::Value explain(const Given& given) {
  return with_engine(given, [of = OfActivity(given), work = read_work(given.at(kFirst + 3), "explain")](Engine& engine) {
    return engine.explain(of.id, of.activity, of.actor, work);
  });
}

Napi::Value show(const Given& given) {
  Options options(given.at(kFirst + 1), "show");
  const Sensitive sensitive = options.sensitive();
  options.end();
  return with_engine(given, [id = given.case_id(kFirst), sensitive](Engine& engine) { return engine.show(id, sensitive); });
}

CaseFilter read_case_filter(Napi::Value value) {
  Options options(value, "cases");
  CaseFilter filter;
  filter.process = options.text("process");
  if (const auto wanted = options.take("status", read_text)) {
    filter.status = parse_case_status(*wanted);
    if (!filter.status) throw UsageError("'status' takes 'open', 'over' or 'cancelled', not '" + *wanted + "'");
  }
  filter.field = options.text("field");
  filter.value = options.take("value", read_value).value_or(Value());
  filter.outcome = options.text("outcome");
  filter.complies = options.take("complies", read_truth);
  if (const auto wanted = options.take("confirmation", read_text)) {
    filter.confirmation = parse_confirmation_status(*wanted);
    if (!filter.confirmation)
      throw UsageError("'confirmation' takes 'none', 'awaited', 'late', 'confirmed' or 'disapproved', not '" + *wanted + "'");
  }
  if (const auto after = options.take("after", read_count)) filter.after = {*after};
  if (const auto limit = options.take("limit", read_count)) filter.limit = static_cast<std::size_t>(*limit);
  filter.sensitive = options.sensitive();
  options.end();
  return filter;
}

Napi::Value cases(const Given& given) {
  return with_engine(given, [filter = read_case_filter(given.at(kFirst))](Engine& engine) { return engine.cases(filter); });
}

Napi::Value model_of(const Given& given) {
  const auto handle = unwrap<EngineHandle>(given.at(0));
  const CaseId id = given.case_id(kFirst);
  return promise_of(
      given.main, given.env(), handle->lane, given.at(1),
      [handle, id] {
        const StoreHandle::Use use = handle->store->use();
        return handle->engine->model_of(id);
      },
      [](Napi::Env env, const std::shared_ptr<const Model>& model) { return to_js(env, *model); });
}

Napi::Value events(const Given& given) {
  Options options(given.at(kFirst + 1), "events");
  const std::int64_t from = options.take("from", read_count).value_or(1);
  const std::int64_t limit = options.take("limit", read_count).value_or(100'000);
  const Sensitive sensitive = options.sensitive();
  options.end();
  return with_engine(given, [id = given.case_id(kFirst), from, limit, sensitive](Engine& engine) {
    return engine.events(id, from, static_cast<std::size_t>(limit), sensitive);
  });
}

Napi::Value report_deviations_of(const Given& given) {
  Options options(given.at(kFirst), "reportDeviations");
  DeviationReportOptions wanted;
  wanted.process = options.text("process");
  if (const auto names = options.take("by", read_texts)) {
    wanted.by.clear();
    using By = DeviationGrouping;
    for (const std::string& name : *names) {
      const std::size_t before = wanted.by.size();
      for (const By by : {By::activity, By::kind, By::motive, By::motive_class, By::role, By::period})
        if (name == to_string(by)) wanted.by.push_back(by);
      if (wanted.by.size() == before)
        throw UsageError("'by' takes any of 'activity', 'kind', 'motive', 'class', 'role' and 'period', not '" + name + "'");
    }
  }
  if (const auto name = options.take("period", read_text)) {
    bool is_known = false;
    for (const PeriodLength length : {PeriodLength::month, PeriodLength::quarter, PeriodLength::year}) {
      if (*name != to_string(length)) continue;
      wanted.period = length;
      is_known = true;
    }
    if (!is_known) throw UsageError("'period' takes 'month', 'quarter' or 'year', not '" + *name + "'");
  }
  wanted.from = options.take("from", read_moment);
  wanted.until = options.take("until", read_moment);
  options.end();
  return with_engine(given, [wanted = std::move(wanted)](Engine& engine) { return report_deviations(engine, wanted); });
}

// ---- What happens by itself, and the log ----

Napi::Value on_service(const Given& given) {
  MainThread& main = given.main;
  return with_engine(
      given, [name = given.text(kFirst, "name"), &main](Engine& engine) { engine.on_service(name, make_service_handler(main)); });
}

Napi::Value due(const Given& given) {
  Options options(given.at(kFirst), "due");
  std::optional<Timestamp> now;
  if (const auto moment = options.take("now"); moment && !moment->IsNull())
    now = read_moment(*moment, "now");  // nextDue() may be null
  options.end();
  return with_engine(given, [now](Engine& engine) { return engine.due(now); });
}

Napi::Value next_due(const Given& given) {
  return with_engine(given, [](Engine& engine) {
    const std::optional<Timestamp> next = engine.next_due();
    return next ? std::optional(when_due(*next)) : next;
  });
}

Napi::Value deliver_all(const Given& given) {
  Options options(given.at(kFirst), "deliver");
  const std::int64_t limit = options.take("limit", read_count).value_or(1000);
  options.end();
  MainThread& main = given.main;
  return with_engine(given, [limit, &main](Engine& engine) {
    return engine.deliver([&main](const Notification& notification) { deliver(main, notification); },
                          static_cast<std::size_t>(limit));
  });
}

Napi::Value erase_person(const Given& given) {
  return with_engine(given, [person = given.text(kFirst, "person")](Engine& engine) { return engine.erase_person(person); });
}

Napi::Value verify_log(const Given& given) {
  const std::string head = given.text(kFirst, "expectedHead");
  std::vector<std::shared_ptr<StoreHandle>> archives;
  const auto list = given.at(kFirst + 1).As<Napi::Array>();
  for (std::uint32_t i = 0; i < list.Length(); ++i) archives.push_back(unwrap<StoreHandle>(list.Get(i)));
  return with_engine(given, [head, archives](Engine& engine) {
    std::vector<StoreHandle::Use> uses;
    std::vector<Store*> stores;
    for (const auto& archive : archives) {
      uses.push_back(archive->use());
      stores.push_back(&archive->store());
    }
    return engine.verify_log(head, stores);
  });
}

Napi::Value rebuild(const Given& given) {
  return with_engine(given, [](Engine& engine) { return engine.rebuild(); });
}

}  // namespace

void add_engine(Napi::Object exports) {
  add_at_once<make_engine>(exports, "engine");
  add_promising<start>(exports, "start");
  add_promising<perform>(exports, "perform");
  add_promising<begin>(exports, "begin");
  add_promising<end>(exports, "end");
  add_promising<claim>(exports, "claim");
  add_promising<hand_over>(exports, "handOver");
  add_promising<suspend>(exports, "suspend");
  add_promising<resume>(exports, "resume");
  add_promising<withdraw>(exports, "withdraw");
  add_promising<set>(exports, "set");
  add_promising<cancel>(exports, "cancel");
  add_promising<confirm>(exports, "confirm");
  add_promising<disapprove>(exports, "disapprove");
  add_promising<judge>(exports, "judge");
  add_promising<send>(exports, "send");
  add_promising<send_to_all>(exports, "sendToAll");
  add_promising<answer>(exports, "answer");
  add_promising<offers_for>(exports, "offersFor");
  add_promising<verdicts_for>(exports, "verdictsFor");
  add_promising<explain>(exports, "explain");
  add_promising<show>(exports, "show");
  add_promising<cases>(exports, "cases");
  add_promising<model_of>(exports, "modelOf");
  add_promising<events>(exports, "events");
  add_promising<report_deviations_of>(exports, "reportDeviations");
  add_promising<on_service>(exports, "onService");
  add_promising<due>(exports, "due");
  add_promising<next_due>(exports, "nextDue");
  add_promising<deliver_all>(exports, "deliver");
  add_promising<erase_person>(exports, "erasePerson");
  add_promising<verify_log>(exports, "verifyLog");
  add_promising<rebuild>(exports, "rebuild");
}

}  // namespace itsmflow::node
