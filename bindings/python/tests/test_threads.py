import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

import itsmflow
from itsmflow import ServiceReply


def test_other_threads_run_while_the_engine_waits(parcel, people, tmp_path):
    """A step that waits for the lock of the file leaves Python to others: they let go of the lock."""
    import sqlite3

    with itsmflow.SqliteStore(tmp_path / "cases.db") as store:
        engine = itsmflow.Engine(parcel, store, people)
        assert engine.start("parcel", "ann")
        other = sqlite3.connect(tmp_path / "cases.db", check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        timer = threading.Timer(0.2, other.rollback)
        timer.start()
        assert engine.start("parcel", "ann")  # waits 5 s for the lock; without another thread in vain
        timer.join()
        other.close()


def test_threads_share_an_engine_with_a_directory_of_python(parcel, store):
    class Slow(itsmflow.Directory):
        def roles_of(self, person):
            time.sleep(0.0005)
            return ["clerk", "porter"]

    engine = itsmflow.Engine(parcel, store, Slow())
    engine.on_service("carrier", lambda call: ServiceReply("taken", {"parcel.tracking": str(call.case_id)}))

    def work(person):
        for _ in range(20):
            case = engine.start("parcel", person).case_id
            assert engine.perform(case, "pack", person, data={"parcel.what": "x"})
            engine.due()  # of whichever case
            assert len(list(engine.events(case))) >= 3
            assert list(engine.offers_for(person))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, ["a", "b", "c", "d"]))
    engine.due()
    assert [view.state("parcel") for view in engine.cases()] == ["sent"] * 80
    assert engine.verify_log().problems == []


def test_two_threads_want_one_case_and_one_is_told_so(engine, packed):
    barrier = threading.Barrier(2)

    def claim(person):
        barrier.wait()
        return engine.claim(packed, "weigh", person)

    with ThreadPoolExecutor(2) as pool:
        steps = list(pool.map(claim, ["ben", "pia"]))
    assert sorted(bool(step) for step in steps) == [False, True]
    refused = next(step for step in steps if not step)
    assert refused.obstacles[0].kind in ("taken", "conflict")


def test_what_is_raised_in_one_thread_does_not_come_out_of_another(parcel, store):
    class Names(itsmflow.Directory):
        def roles_of(self, person):
            time.sleep(0.0002)
            raise LookupError(person)

    engine = itsmflow.Engine(parcel, store, Names())

    def start(person):
        for _ in range(50):
            with pytest.raises(LookupError) as raised:
                engine.start("parcel", person)
            assert raised.value.args == (person,)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(start, ["a", "b", "c", "d"]))


def test_a_store_is_closed_under_threads_that_use_it(parcel, people, tmp_path):
    store = itsmflow.SqliteStore(tmp_path / "cases.db", durability="normal")
    engine = itsmflow.Engine(parcel, store, people)
    started = []

    def work():
        try:
            while True:
                started.append(engine.start("parcel", "ann").case_id)
        except itsmflow.UsageError as error:
            return str(error)

    with ThreadPoolExecutor(3) as pool:
        ends = [pool.submit(work) for _ in range(3)]
        time.sleep(0.1)
        store.close()
        assert [end.result(timeout=30) for end in ends] == ["the store is closed"] * 3
    with itsmflow.SqliteStore(tmp_path / "cases.db") as again:
        assert sorted(started) == [view.case_id for view in itsmflow.Engine(parcel, again, people).cases()]
