import datetime as dt
import logging
import traceback

import pytest

import itsmflow
from itsmflow import ServiceReply

START = dt.datetime(2024, 3, 1, 12, 0, tzinfo=dt.timezone.utc)


class Clock:
    def __init__(self):
        self.now = START

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def engine(parcel, store, people, clock):
    return itsmflow.Engine(parcel, store, people, clock=clock)


def test_a_service_is_a_decorated_function(engine, packed):
    calls = []

    @engine.on_service("carrier")
    def carrier(call):
        calls.append((call.case_id, call.process, call.service, call.activity, call.attempt, call.data))
        return ServiceReply("taken", {"parcel.tracking": "T1"})

    assert callable(carrier)
    assert engine.due() == 1
    assert calls == [(packed, "parcel", "carrier", "hand_in", 1, {"parcel.what": "a clock"})]
    assert engine.show(packed).data["parcel.tracking"] == "T1"
    assert engine.due() == 0


def test_a_handler_may_be_given_as_it_is(engine, packed):
    def carrier(call):
        return ServiceReply(result="failed")

    assert engine.on_service("carrier", carrier) is carrier
    assert engine.due() == 1
    assert engine.show(packed).state("parcel") == "sent"


def test_a_handler_may_use_its_engine(engine, packed):
    @engine.on_service("carrier")
    def carrier(call):
        assert engine.show(call.case_id).state("parcel") == "packed"
        return ServiceReply("taken", {"parcel.tracking": "T1"})

    assert engine.due() == 1
    assert engine.show(packed).state("parcel") == "sent"


def test_a_handler_that_answers_later(engine, packed):
    engine.on_service("carrier", lambda call: None)
    assert engine.due() == 1
    step = engine.answer(packed, "hand_in", "taken", {"parcel.tracking": "T2"})
    assert step, step.obstacles
    assert not engine.answer(packed, "hand_in", "taken", {"parcel.tracking": "T2"})


def test_what_a_handler_raises_counts_as_failing_and_is_tried_again(engine, packed, clock, caplog):
    class Closed(Exception):
        pass

    attempts = []

    @engine.on_service("carrier")
    def carrier(call):
        attempts.append(call.attempt)
        if call.attempt == 1:
            raise Closed("nobody at the counter")
        return ServiceReply("taken", {"parcel.tracking": "T1"})

    with caplog.at_level(logging.WARNING, "itsmflow"):
        assert engine.due() == 1
    failed = [event for event in engine.events(packed) if event.type == "call_failed"]
    assert [event.note for event in failed] == ["Closed: nobody at the counter"]
    (record,) = caplog.records
    assert record.getMessage() == "the service 'carrier' failed"
    assert traceback.extract_tb(record.exc_info[2])[-1].name == "carrier"
    assert engine.next_due() == START + dt.timedelta(minutes=10)
    assert engine.due() == 0
    clock.now = engine.next_due()
    assert engine.due() == 2  # the timer, and the call
    assert attempts == [1, 2]
    assert engine.show(packed).state("parcel") == "sent"


@pytest.mark.parametrize("answer", ["taken", 7, {"result": "taken"}])
def test_an_answer_that_is_none_counts_as_failing(engine, packed, answer):
    engine.on_service("carrier", lambda call: answer)
    engine.due()
    assert "ServiceReply" in [event.note for event in engine.events(packed)][-1]


def test_a_failure_may_be_said(engine, packed):
    engine.on_service("carrier", lambda call: ServiceReply(failure="closed today"))
    engine.due()
    assert [event.note for event in engine.events(packed)][-1] == "closed today"


@pytest.mark.parametrize("end", [KeyboardInterrupt, SystemExit])
def test_who_ends_the_program_in_a_handler_ends_it(engine, packed, end):
    @engine.on_service("carrier")
    def carrier(call):
        raise end()

    with pytest.raises(end):
        engine.due()
    assert [event.type for event in engine.events(packed)][-1] != "done"
    assert engine.due() == 0  # nothing of it is left over


def test_a_handler_is_a_function(engine):
    with pytest.raises(TypeError):
        engine.on_service("carrier", "carrier")


def test_messages_go_to_one_case_or_to_those_that_wait_for_them(engine, packed):
    assert engine.answer(packed, "hand_in", "taken", {"parcel.tracking": "T1"})
    steps = engine.send("arrived", {"tracking": "T1"})
    assert [(step.case_id, bool(step)) for step in steps] == [(packed, True)]
    assert engine.show(packed).status == "over"
    with pytest.raises(itsmflow.NotFound):
        engine.send("arrived", {"tracking": "T1"})
    refused = engine.send("arrived", {"tracking": "T1"}, to=packed)
    assert [obstacle.kind for obstacle in refused.obstacles] == ["case_over"]


def test_a_message_about_something_else_is_kept(engine, packed):
    assert engine.answer(packed, "hand_in", "taken", {"parcel.tracking": "T1"})
    assert engine.send("arrived", {"tracking": "T9"}, to=packed)
    (message,) = engine.show(packed).messages
    assert (message.name, message.values) == ("arrived", {"tracking": "T9"})
    assert message.untaken[0].activity == "arrive"


def test_due_may_be_told_the_time(engine, packed):
    engine.on_service("carrier", lambda call: ServiceReply(failure="closed"))
    assert engine.due() == 1
    assert engine.due(START + dt.timedelta(minutes=9)) == 0
    assert engine.due(START + dt.timedelta(minutes=10)) == 2


def test_people_are_told_once_each_and_again_where_telling_failed(engine, packed):
    assert engine.claim(packed, "weigh", "pia")
    assert engine.hand_over(packed, "weigh", "pia", "ben")
    told = []

    def tell(notification):
        told.append(notification)
        if len(told) == 1:
            raise ConnectionError("no mail today")

    with pytest.raises(ConnectionError, match="no mail today"):
        engine.deliver(tell)
    assert engine.deliver(tell) == 1
    assert [(one.kind, one.to, one.case_id, one.activity) for one in told] == [("handed_over", "ben", packed, "weigh")] * 2
    assert told[0].key == told[1].key
    assert engine.deliver(tell) == 0
