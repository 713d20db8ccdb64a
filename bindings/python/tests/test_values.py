import datetime as dt
import decimal
import enum

import pytest

import itsmflow


def packed_with(engine, **fields):
    case = engine.start("parcel", "ann").case_id
    data = {"parcel.what": "a clock", **{f"parcel.{name}": value for name, value in fields.items()}}
    step = engine.perform(case, "pack", "ann", data=data)
    assert step, step.obstacles
    return engine.show(case, sensitive=True).data


UTC = dt.timezone.utc


@pytest.mark.parametrize(
    "field, given, held",
    [
        ("pieces", 7, 7),
        ("weight", 2.5, 2.5),
        ("weight", 3, 3.0),
        ("fragile", True, True),
        ("fragile", False, False),
        ("kind", "box", "box"),
        ("what", "Größe 📦", "Größe 📦"),
        ("day", dt.date(2024, 2, 29), "2024-02-29"),
        ("day", "2024-02-29", "2024-02-29"),
        ("hour", "09:30", "09:30"),
        ("packed_at", dt.datetime(2024, 2, 29, 23, 59, 59, 123456, UTC), dt.datetime(2024, 2, 29, 23, 59, 59, 123456, UTC)),
        ("packed_at", dt.datetime(1, 1, 1, tzinfo=UTC), dt.datetime(1, 1, 1, tzinfo=UTC)),
        ("packed_at", dt.datetime(1969, 12, 31, 23, 59, 59, 999999, UTC), dt.datetime(1969, 12, 31, 23, 59, 59, 999999, UTC)),
        ("packed_at", dt.datetime(9999, 12, 31, 23, 59, 59, 999999, UTC), dt.datetime(9999, 12, 31, 23, 59, 59, 999999, UTC)),
        ("lasts", dt.timedelta(days=1, hours=2, microseconds=3), dt.timedelta(days=1, hours=2, microseconds=3)),
        ("lasts", dt.timedelta(microseconds=-1), dt.timedelta(microseconds=-1)),
        ("lasts", dt.timedelta(days=-1, seconds=5), dt.timedelta(days=-1, seconds=5)),
        ("lasts", "1h30m", dt.timedelta(minutes=90)),
        ("to", {"street": "Main Street", "number": 7}, {"street": "Main Street", "number": 7}),
        ("tags", ["heavy", "urgent"], ["heavy", "urgent"]),
        ("tags", ("heavy",), ["heavy"]),
    ],
)
def test_a_value_comes_back_as_it_was_given(engine, field, given, held):
    got = packed_with(engine, **{field: given})[f"parcel.{field}"]
    assert got == held
    assert type(got) is type(held)


def test_a_moment_of_another_zone_comes_back_in_utc(engine):
    given = dt.datetime(2024, 7, 1, 2, 30, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    got = packed_with(engine, packed_at=given)["parcel.packed_at"]
    assert (got, got.tzinfo) == (dt.datetime(2024, 7, 1, 0, 30, tzinfo=UTC), UTC)


def test_a_moment_without_a_zone_is_refused_and_nothing_is_changed(engine):
    case = engine.start("parcel", "ann").case_id
    with pytest.raises(itsmflow.UsageError, match="time zone"):
        engine.perform(case, "pack", "ann", data={"parcel.what": "x", "parcel.packed_at": dt.datetime(2024, 1, 1)})
    assert engine.show(case).revision == 1


def test_what_no_value_can_be_is_a_type_error_that_names_its_field(engine):
    with pytest.raises(TypeError, match=r"parcel\.tags takes no 'set'"):
        packed_with(engine, tags={"a"})
    with pytest.raises(TypeError, match=r"parcel\.weight takes no 'decimal.Decimal'"):
        packed_with(engine, weight=decimal.Decimal("1.5"))


def test_data_are_a_mapping_with_texts_as_keys(engine):
    with pytest.raises(TypeError, match="by path"):
        engine.start("parcel", "ann", ["parcel.what"])
    with pytest.raises(TypeError, match="a path is a text"):
        engine.start("parcel", "ann", {1: 2})


def test_a_list_that_contains_itself_ends(engine):
    loop = []
    loop.append(loop)
    with pytest.raises(RecursionError):
        packed_with(engine, tags=loop)


def test_a_number_of_more_than_64_bits_is_refused(engine):
    with pytest.raises(itsmflow.UsageError, match="64 bits"):
        packed_with(engine, pieces=2**64)
    with pytest.raises(itsmflow.UsageError):
        packed_with(engine, pieces=2**63)  # a value, and none of this field


def test_texts_that_are_no_unicode_are_refused(engine):
    with pytest.raises(UnicodeEncodeError):
        packed_with(engine, what="\ud800")


def test_numbers_and_texts_of_other_types_are_taken_as_such(engine):
    class Kind(str, enum.Enum):
        BOX = "box"

    class Seven:
        def __index__(self):
            return 7

    data = packed_with(engine, kind=Kind.BOX, pieces=Seven())
    assert (data["parcel.kind"], data["parcel.pieces"]) == ("box", 7)


def test_none_is_not_filled(engine):
    assert "parcel.weight" not in packed_with(engine, weight=None)
