import csv
import datetime as dt
import io

import pytest

import itsmflow


@pytest.fixture
def judged(desk):
    """Two cases with a deviation, of which one failed, and three without, of which none did."""
    data = {"incident.service": "mail", "incident.code": "repaired"}
    for number in range(5):
        case = desk.start("incident", "uma", {"incident.summary": "no mail"}).case_id
        if number < 2:
            step = desk.perform(case, "resolve_at_once", "dana", data=data, motive="too_many_calls")
        else:
            step = desk.perform(case, "resolve_at_once", "dana", data={**data, "incident.solution": "done"})
        assert step, step.obstacles
        assert desk.perform(case, "confirm", "uma", result="works")
    assert desk.judge(1, "failure", "dana")
    return desk


def test_cases_are_counted_by_deviation_and_outcome(judged):
    (report,) = itsmflow.report_deviations(judged)
    assert (report.process, report.cases, report.deviations) == ("incident", 5, 2)
    assert (report.deviating.failed, report.deviating.succeeded) == (1, 1)
    assert (report.complying.failed, report.complying.succeeded) == (0, 3)
    assert report.association.method == "exact"
    # Fisher's exact test of (1, 1; 0, 3): C(2,1) C(3,0) / C(5,1) = 0.4 one-sided, twice that is 0.8
    assert report.association.p == pytest.approx(0.8)
    assert [table.by for table in report.tables] == ["activity", "kind", "motive", "class", "role", "period"]


def test_rows_are_those_of_the_table_for_other_programs(judged):
    reports = itsmflow.report_deviations(judged, by=["motive", "class"])
    rows = reports.rows()
    lines = list(csv.DictReader(io.StringIO(reports.to_csv())))
    assert [(row["by"], row["name"]) for row in rows] == [("all", ""), ("motive", "too_many_calls"), ("class", "will_not")]
    assert [list(row) for row in rows] == [list(line) for line in lines]
    for row, line in zip(rows, lines):
        for key, value in row.items():
            if isinstance(value, float):
                assert float(line[key]) == pytest.approx(value, rel=1e-5)
            else:
                assert line[key] == ("" if value is None else str(value))


def test_only_the_time_that_is_asked_for_counts(judged):
    (report,) = itsmflow.report_deviations([judged], until=dt.datetime(2000, 1, 1, tzinfo=dt.timezone.utc))
    assert (report.cases, report.elsewhen) == (0, 5)
    assert report.association is None
    assert report.incomparable
    with pytest.raises(itsmflow.UsageError):
        itsmflow.report_deviations(judged, by=["weekday"])


def test_no_case_is_no_report(desk):
    assert itsmflow.report_deviations(desk) == []


def test_rows_become_a_frame_where_pandas_is_there(judged):
    pandas = pytest.importorskip("pandas")
    frame = itsmflow.report_deviations(judged).to_frame()
    assert isinstance(frame, pandas.DataFrame)
    assert frame.loc[frame["by"] == "all", "deviating_failed"].tolist() == [1]
