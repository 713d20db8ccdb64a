"""Deviations against outcomes, as rows for tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from . import _itsmflow
from ._itsmflow import Association, CaseCounts, DeviationReport, Engine
from .words import DeviationGrouping, PeriodLength

if TYPE_CHECKING:
    from pandas import DataFrame  # type: ignore[import-untyped,unused-ignore]

_COUNTS = CaseCounts.__match_args__
_ASSOCIATION = Association.__match_args__


class DeviationReports(list[DeviationReport]):
    """A report for each process that has a case, by its name."""

    def rows(self) -> list[dict[str, Any]]:
        """A row "all" for each report and a row for each of its groups, with the columns of to_csv(). What can't be said is None."""
        return list(self._rows())

    def to_frame(self) -> DataFrame:
        """The rows as a frame of pandas, which has to be installed."""
        import pandas

        return pandas.DataFrame(self.rows())

    def to_csv(self) -> str:
        """The rows for other programs (RFC 4180)."""
        return _itsmflow._to_csv(self)

    def _rows(self) -> Iterator[dict[str, Any]]:
        for report in self:
            yield _row(report, "all", "", report, None)
            for table in report.tables:
                for group in table.groups:
                    yield _row(report, table.by, group.name, group, group.adjusted_p)


def _row(
    report: DeviationReport, by: str, name: str, counted: DeviationReport | _itsmflow.DeviationGroup, adjusted_p: float | None
) -> dict[str, Any]:
    row: dict[str, Any] = {"process": report.process, "by": by, "name": name, "deviations": counted.deviations}
    for side, counts in (("deviating", counted.deviating), ("complying", counted.complying)):
        row.update({f"{side}_{outcome}": getattr(counts, outcome) for outcome in _COUNTS})
    association = {key: getattr(counted.association, key, None) for key in _ASSOCIATION}
    method = association.pop("method")
    return {**row, **association, "adjusted_p": adjusted_p, "method": method, "note": "association, not cause"}


def report_deviations(
    engines: Engine | Iterable[Engine],
    *,
    process: str = "",
    by: Iterable[DeviationGrouping] | None = None,
    period: PeriodLength = "month",
    since: datetime | None = None,
    until: datetime | None = None,
) -> DeviationReports:
    """Counts cases by deviation and outcome, and says how these go together. That is no cause.

    Of several engines, on a file and its archives, a case counts once. Cases that ended before `since`, or at `until` or later, are
    left out.
    """
    given = [engines] if isinstance(engines, Engine) else list(engines)
    return DeviationReports(
        _itsmflow._report_deviations(given, process, None if by is None else list(by), period, since, until)
    )
