import copy
import datetime as dt
import gc
import weakref

import pytest

import itsmflow


def kinds(step):
    return [obstacle.kind for obstacle in step.obstacles]


def test_a_step_that_is_done_is_true_and_has_its_events(engine):
    step = engine.start("parcel", "ann")
    assert step
    assert (step.case_id, step.revision) == (1, 1)
    assert [(event.type, event.actor) for event in step.events] == [("started", "ann")]
    assert step.obstacles == []


def test_a_step_that_may_not_be_done_is_false_and_says_everything(engine):
    case = engine.start("parcel", "ann").case_id
    step = engine.perform(case, "weigh", "ann")
    assert not step
    assert kinds(step) == ["not_reached", "wrong_state", "missing_data", "wrong_role"]
    assert str(step.obstacles[1]) == step.obstacles[1].message == "parcel is 'new'; 'weigh' needs 'packed'"
    assert step.obstacles[2].remedies == ["parcel.weight"]
    assert (step.revision, step.events) == (1, [])


def test_steps_outlive_their_engine(parcel, people):
    events = itsmflow.Engine(parcel, itsmflow.MemoryStore(), people).start("parcel", "ann").events
    gc.collect()
    assert events[0].type == "started"


def test_every_command_on_work_in_hand(engine, packed):
    assert engine.claim(packed, "weigh", "pia")
    assert engine.show(packed).work[0].holder == "pia"
    assert kinds(engine.claim(packed, "weigh", "ben")) == ["taken"]
    assert engine.begin(packed, "weigh", "pia")
    assert engine.suspend(packed, "weigh", "pia", "the scales are away")
    assert engine.resume(packed, "weigh", "pia")
    assert engine.hand_over(packed, "weigh", "pia", "ben", confirm="the scales are back")
    assert engine.claim(packed, "weigh", "ben")
    assert engine.withdraw(packed, "weigh", "ben", "no time")
    assert engine.begin(packed, "weigh", "pia")
    assert engine.set(packed, "weigh", "pia", {"parcel.weight": 1.5})
    assert engine.end(packed, "weigh", "pia")
    types = [event.type for event in engine.events(packed)]
    assert types == [
        "started", "done", "called", "claimed", "begun", "suspended", "resumed", "handed_over", "accepted", "withdrawn", "begun",
        "set", "done",
    ]  # fmt: skip
    assert engine.cancel(packed, "ann", "nobody wants it")
    assert engine.show(packed).status == "cancelled"


def test_a_command_with_a_key_is_done_once(engine):
    first = engine.start("parcel", "ann", key="mail-1")
    again = engine.start("parcel", "ann", key="mail-1")
    assert (first.case_id, first.revision) == (again.case_id, again.revision)
    assert len(list(engine.cases())) == 1


def test_a_case_that_has_moved_on_is_a_conflict(engine, packed):
    assert kinds(engine.perform(packed, "weigh", "pia", data={"parcel.weight": 1}, expected_revision=1)) == ["conflict"]


def test_offers_say_what_is_taken(engine):
    case = engine.start("parcel", "ann").case_id
    (offer,) = engine.offers_in("ben", case)
    assert (offer.activity, offer.role, offer.status) == ("pack", "clerk", "offered")
    (result,) = offer.results
    assert (result.fields[0].path, result.fields[0].required, result.fields[0].value) == ("parcel.what", True, None)
    assert [one.case_id for one in engine.offers_for("ann")] == [case]
    assert list(engine.offers_for("pia")) == []


def test_explain_says_who_could(engine, packed):
    explained = engine.explain(packed, "weigh", "ann", data={"parcel.weight": 1})
    assert [obstacle.kind for obstacle in explained.obstacles] == ["wrong_role"]
    assert explained.could == ["ben", "pia"]


def test_a_case_is_shown_as_it_stands(engine, packed):
    view = engine.show(packed)
    assert (view.case_id, view.process, view.version, view.status) == (packed, "parcel", "1.0.0", "open")
    assert view.state("parcel") == "packed"
    assert view.data == {"parcel.what": "a clock"}
    assert view.waits[0].service == "carrier"
    assert view.started.tzinfo is dt.timezone.utc
    assert engine.model_of(packed).process == "parcel"
    with pytest.raises(itsmflow.NotFound):
        view.state("letter")


def test_what_is_sensitive_is_shown_where_it_is_asked_for(engine):
    case = engine.start("parcel", "ann").case_id
    assert engine.perform(case, "pack", "ann", data={"parcel.what": "x", "parcel.code": "1234"})
    assert "parcel.code" not in engine.show(case).data
    assert engine.show(case).withheld == ["parcel.code"]
    assert engine.show(case, sensitive=True).data["parcel.code"] == "1234"
    assert [event.withheld for event in engine.events(case, first=2)][0] == ["parcel.code"]
    assert [event.data["parcel.code"] for event in engine.events(case, sensitive=True) if event.number == 2] == ["1234"]


def test_the_clock_is_a_function(parcel, store, people):
    times = iter([dt.datetime(2024, 3, 1, 12, 0, 0, 250, dt.timezone.utc)] * 2)
    engine = itsmflow.Engine(parcel, store, people, clock=lambda: next(times))
    assert engine.start("parcel", "ann").events[0].at == dt.datetime(2024, 3, 1, 12, 0, 0, 250, dt.timezone.utc)


def test_a_clock_and_an_authorize_are_functions(parcel, store, people):
    with pytest.raises(TypeError, match="`clock` is a function"):
        itsmflow.Engine(parcel, store, people, clock=dt.datetime.now(dt.timezone.utc))
    with pytest.raises(TypeError, match="`authorize` is a function"):
        itsmflow.Engine(parcel, store, people, authorize=True)


def test_what_the_clock_raises_comes_out(parcel, store, people):
    def stopped():
        raise ArithmeticError("the clock stands still")

    engine = itsmflow.Engine(parcel, store, people, clock=stopped)
    with pytest.raises(ArithmeticError, match="stands still"):
        engine.start("parcel", "ann")
    engine = itsmflow.Engine(parcel, store, people, clock=lambda: dt.datetime(2024, 1, 1))
    with pytest.raises(itsmflow.UsageError, match="time zone"):
        engine.start("parcel", "ann")
    assert list(itsmflow.Engine(parcel, store, people).cases()) == []


def test_deviating_with_a_motive(desk):
    case = desk.start("incident", "uma", {"incident.summary": "no network"}).case_id
    assert desk.perform(case, "assign", "dana", data={
        "incident.impact": "person", "incident.urgency": "low", "incident.group": "networks"})  # fmt: skip
    refused = desk.perform(case, "resolve", "dana", data={"incident.service": "network", "incident.code": "repaired"})
    assert kinds(refused) == ["missing_data"]
    assert refused.obstacles[0].can_be_overridden
    (option,) = refused.deviations
    assert (option.kinds, option.motives, option.confirm_by) == (["missing_data"], ["too_many_calls"], ["incident_manager"])
    done = desk.perform(
        case, "resolve", "dana", data={"incident.service": "network", "incident.code": "repaired"},
        motive="too_many_calls", because="forty calls wait")  # fmt: skip
    assert done, done.why_not
    deviated = next(event for event in done.events if event.type == "deviated")
    assert (deviated.kind, deviated.motive, deviated.note) == ("missing_data", "too_many_calls", "forty calls wait")
    (view,) = desk.show(case).deviations
    assert (view.number, view.motive_class, view.confirmation) == (1, "will_not", "awaited")
    (verdict,) = desk.verdicts_for("ines")
    assert (verdict.case_id, verdict.deviation.number) == (case, 1)
    assert desk.confirm(case, 1, "ines", because="seen it")
    assert kinds(desk.disapprove(case, 1, "ines")) == ["taken"]
    assert [one.case_id for one in desk.cases(complies=False, confirmation="confirmed")] == [case]
    assert desk.perform(case, "confirm", "uma", result="works")
    assert desk.show(case).outcome == "success"
    assert desk.judge(case, "failure", "dana", because="it broke again")
    assert (desk.show(case).outcome, desk.show(case).counts_as) == ("failure", "failure")


def test_skipping_what_is_named(desk):
    case = desk.start("incident", "uma", {"incident.summary": "no network"}).case_id
    data = {"incident.service": "network", "incident.code": "repaired", "incident.solution": "plugged in"}
    told = desk.explain(case, "resolve", "sam", data=data, motive="", as_="skip")
    assert told.deviations[0].skips == ["assign"]
    done = desk.perform(case, "resolve", "sam", data=data, motive="known_already", as_="skip", skipping=["assign"])
    assert done, (done.obstacles, done.why_not)
    assert {event.kind for event in done.events if event.type == "deviated"} >= {"skip"}


def test_a_deviation_that_is_not_accepted_says_why(desk):
    case = desk.start("incident", "uma", {"incident.summary": "no network"}).case_id
    step = desk.perform(case, "close", "dana", motive="too_many_calls")
    assert not step
    assert step.why_not
    with pytest.raises(itsmflow.NotFound) as raised:
        desk.perform(case, "close", "dana", motive="boredom")
    assert raised.value.kind == "motive"
    with pytest.raises(itsmflow.UsageError, match="there is no DeviationKind 'jump'"):
        desk.perform(case, "close", "dana", motive="too_many_calls", as_="jump")


def test_what_is_unknown_is_not_found_with_its_kind(engine, packed):
    for call, kind, name in [
        (lambda: engine.show(77), "case", "77"),
        (lambda: engine.perform(packed, "fly", "ann"), "activity", "fly"),
        (lambda: engine.perform(packed, "weigh", "zoe"), "actor", "zoe"),
        (lambda: engine.start("letter", "ann"), "process", "letter"),
        (lambda: engine.perform(packed, "weigh", "pia", result="heavy"), "result", "heavy"),
        (lambda: engine.perform(packed, "weigh", "pia", data={"parcel.size": 1}), "field", "parcel.size"),
    ]:
        with pytest.raises(itsmflow.NotFound) as raised:
            call()
        assert (raised.value.kind, raised.value.name) == (kind, name)
        assert isinstance(raised.value, itsmflow.Error)


def test_lists_read_on_by_themselves(engine):
    ids = [engine.start("parcel", "ann").case_id for _ in range(7)]
    for page in (1, 2, 7, 8):
        assert [view.case_id for view in engine.cases(page=page)] == ids
        assert [offer.case_id for offer in engine.offers_for("ann", page=page)] == ids
    assert [view.case_id for view in engine.cases(page=2, after=ids[3])] == ids[4:]
    engine.perform(ids[0], "pack", "ann", data={"parcel.what": "x"})
    for page in (1, 2, 100):
        assert [event.number for event in engine.events(ids[0], page=page)] == [1, 2, 3]
    assert [event.number for event in engine.events(ids[0], 2)] == [2, 3]
    assert [view.case_id for view in engine.cases(field="parcel.state", value="packed")] == [ids[0]]
    assert len(list(engine.cases(status="over"))) == 0
    with pytest.raises(itsmflow.UsageError):
        engine.cases(page=0)
    with pytest.raises(itsmflow.UsageError):
        engine.cases(status="closed")
    ended = engine.events(ids[0])
    assert (len(list(ended)), list(ended)) == (3, [])


def test_what_is_wrong_with_a_list_is_told_by_the_call(engine):
    with pytest.raises(itsmflow.NotFound):
        engine.events(99)


def test_an_engine_that_its_own_handler_names_is_collected(parcel, people):
    engine = itsmflow.Engine(parcel, itsmflow.MemoryStore(), people, clock=lambda: engine and dt.datetime.now(dt.timezone.utc))
    engine.on_service("carrier", lambda call: engine.show(call.case_id) and None)

    class Marked(itsmflow.Directory):
        pass

    directory = Marked(people)
    mark = weakref.finalize(directory, lambda: None)
    engine2 = itsmflow.Engine(parcel, itsmflow.MemoryStore(), directory)
    engine2.on_service("carrier", lambda call: engine2 and None)
    assert engine.start("parcel", "ann") and engine2.start("parcel", "ann")
    del engine2, directory
    gc.collect()
    assert not mark.alive


def test_the_log_fits_together_and_a_person_can_be_taken_out(engine, packed):
    report = engine.verify_log()
    assert (report.events, report.cases, report.problems) == (3, 1, [])
    assert len(report.head) == 64
    erased = engine.erase_person("ann")
    assert erased.stand_in.startswith("erased-")
    assert next(engine.events(packed)).actor == erased.stand_in
    assert engine.verify_log(report.head).expected_head_found
    assert not engine.verify_log("f" * 64).expected_head_found
    assert engine.rebuild().left == []


def test_only_so_many_searches_and_events_as_are_given(parcel, store, people):
    assert itsmflow.Engine(parcel, store, people, lease=dt.timedelta(minutes=1), agenda_limit=10, search_limit=10)


def test_records_can_be_matched_and_made_dicts(engine, packed):
    match next(engine.events(packed)):
        case itsmflow.Event(number=1, type="started", actor=actor):
            assert actor == "ann"
        case _:
            pytest.fail("an event doesn't match its parts")
    view = engine.show(packed).as_dict()
    assert view["objects"] == [{"id": "parcel", "state": "packed"}]
    assert "carrier" in repr(engine.show(packed).waits[0])


def test_records_cannot_be_changed(engine, packed):
    view = engine.show(packed)
    with pytest.raises(AttributeError):
        view.process = "letter"
    with pytest.raises(TypeError):
        copy.copy(view)
