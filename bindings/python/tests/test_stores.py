import datetime as dt
import subprocess
import sys

import pytest

import itsmflow

LATER = dt.datetime(2100, 1, 1, tzinfo=dt.timezone.utc)


def test_a_file_is_closed_at_the_end_of_its_block(parcel, people, tmp_path):
    file = tmp_path / "cases.db"
    with itsmflow.SqliteStore(file) as store:
        case = itsmflow.Engine(parcel, store, people).start("parcel", "ann").case_id
        assert not store.closed
    assert store.closed
    assert not file.with_name("cases.db-wal").exists()
    with itsmflow.SqliteStore(str(file), open="read_only") as again:
        assert itsmflow.Engine(parcel, again, people).show(case).process == "parcel"


def test_an_engine_of_a_closed_store_says_so(parcel, people, tmp_path):
    with itsmflow.SqliteStore(tmp_path / "cases.db") as store:
        engine = itsmflow.Engine(parcel, store, people)
    for call in (lambda: engine.start("parcel", "ann"), engine.due, lambda: engine.cases(), store.check, engine.verify_log):
        with pytest.raises(itsmflow.UsageError, match="closed"):
            call()
    store.close()  # twice is no harm


def test_a_store_in_memory_is_closed_too(parcel, people):
    with itsmflow.MemoryStore() as store:
        engine = itsmflow.Engine(parcel, store, people)
        assert engine.start("parcel", "ann")
    with pytest.raises(itsmflow.UsageError):
        engine.start("parcel", "ann")


def test_a_store_that_is_closed_by_a_handler_is_closed_after_the_call(parcel, people, tmp_path):
    store = itsmflow.SqliteStore(tmp_path / "cases.db")
    engine = itsmflow.Engine(parcel, store, people)
    case = engine.start("parcel", "ann").case_id
    engine.perform(case, "pack", "ann", data={"parcel.what": "x"})

    @engine.on_service("carrier")
    def carrier(call):
        store.close()
        return itsmflow.ServiceReply("taken", {"parcel.tracking": "T1"})

    assert engine.due() == 1
    with pytest.raises(itsmflow.UsageError, match="closed"):
        engine.due()
    assert not (tmp_path / "cases.db-wal").exists()
    with itsmflow.SqliteStore(tmp_path / "cases.db") as again:
        assert itsmflow.Engine(parcel, again, people).show(case).state("parcel") == "sent"


@pytest.mark.parametrize("durability", ["full", "normal", "group"])
def test_a_file_is_as_durable_as_one_asks(parcel, people, tmp_path, durability):
    with itsmflow.SqliteStore(tmp_path / "cases.db", durability=durability) as store:
        assert itsmflow.Engine(parcel, store, people).start("parcel", "ann")
    with pytest.raises(itsmflow.UsageError, match="there are full, normal, group"):
        itsmflow.SqliteStore(tmp_path / "cases.db", durability="none")


def test_what_the_file_cannot_is_a_store_error_with_its_kind(parcel, people, tmp_path):
    with pytest.raises(itsmflow.StoreError) as raised:
        itsmflow.SqliteStore(tmp_path / "none.db", open="existing")
    assert raised.value.kind == "cannot_open"
    with itsmflow.SqliteStore(tmp_path / "cases.db"):
        pass
    with itsmflow.SqliteStore(tmp_path / "cases.db", open="read_only") as store:
        with pytest.raises(itsmflow.StoreError) as raised:
            itsmflow.Engine(parcel, store, people).start("parcel", "ann")
    assert raised.value.kind == "read_only"


def test_a_file_that_another_process_writes_is_busy(parcel, people, tmp_path):
    with itsmflow.SqliteStore(tmp_path / "cases.db", busy_timeout=dt.timedelta(milliseconds=20)) as store:
        engine = itsmflow.Engine(parcel, store, people)
        assert engine.start("parcel", "ann")
        held = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('BEGIN IMMEDIATE'); print('held', flush=True); input()"
        with subprocess.Popen(
            [sys.executable, "-c", held, str(tmp_path / "cases.db")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as other:
            assert other.stdout.readline() == "held\n"
            with pytest.raises(itsmflow.StoreError) as raised:
                engine.start("parcel", "ann")
            other.communicate("\n")
        assert raised.value.kind == "busy"
        assert engine.start("parcel", "ann").case_id == 2


def test_a_backup_is_a_store_like_it(parcel, people, tmp_path):
    with itsmflow.SqliteStore(tmp_path / "cases.db") as store:
        case = itsmflow.Engine(parcel, store, people).start("parcel", "ann").case_id
        store.backup(tmp_path / "copy.db")
        with pytest.raises(itsmflow.StoreError) as raised:
            store.backup(tmp_path / "copy.db")
        assert raised.value.kind == "cannot_open"
    with itsmflow.SqliteStore(tmp_path / "copy.db", open="existing") as copy:
        assert itsmflow.Engine(parcel, copy, people).show(case).process == "parcel"


def test_closed_cases_are_moved_to_an_archive(parcel, people, tmp_path):
    with itsmflow.SqliteStore(tmp_path / "cases.db") as store, itsmflow.SqliteStore(tmp_path / "other.db") as other:
        engine = itsmflow.Engine(parcel, store, people)
        gone = engine.start("parcel", "ann", key="first").case_id
        stays = engine.start("parcel", "ann").case_id
        engine.cancel(gone, "ann", "a mistake")
        report = store.archive(tmp_path / "archive.db", LATER)
        assert (report.moved, report.open, report.events) == (1, 1, 2)
        with pytest.raises(itsmflow.MovedToArchive) as raised:
            engine.show(gone)
        assert isinstance(raised.value, itsmflow.NotFound)
        assert (raised.value.kind, raised.value.case_id) == ("case", gone)
        with itsmflow.SqliteStore(tmp_path / "archive.db", open="existing") as archive:
            assert archive.is_archive_of(store)
            assert not archive.is_archive_of(other)
            assert engine.verify_log().elsewhere > 0
            assert engine.verify_log(archives=[archive]).elsewhere == 0
            assert itsmflow.Engine(parcel, archive, people).show(gone).status == "cancelled"
        assert engine.show(stays).status == "open"


def test_a_whole_file_has_no_problems(parcel, people, tmp_path):
    with itsmflow.SqliteStore(tmp_path / "cases.db") as store:
        itsmflow.Engine(parcel, store, people).start("parcel", "ann")
        assert (store.check().problems, store.check().mendable) == ([], 0)
        store.mend()


def test_a_store_cannot_be_something_else(parcel, people):
    with pytest.raises(TypeError, match="MemoryStore or a SqliteStore"):
        itsmflow.Engine(parcel, "cases.db", people)
    with pytest.raises(TypeError):
        itsmflow.Store()
