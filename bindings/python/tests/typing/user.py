"""A program as users write it, for mypy --strict. Lines with `type: ignore` are mistakes that have to be found."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta, timezone

import itsmflow
from itsmflow import AccessRequest, Engine, Notification, ServiceCall, ServiceReply, Step
from itsmflow.words import ObstacleKind


class Table(itsmflow.Directory):
    def roles_of(self, person: str) -> Iterable[str] | None:
        return ["operator"] if person == "bo" else None


def now() -> datetime:
    return datetime.now(timezone.utc)


def authorize(wanted: AccessRequest) -> bool:
    return wanted.entry != "verify_log" and wanted.actor != ""


def kinds(step: Step) -> list[ObstacleKind]:
    return [obstacle.kind for obstacle in step.obstacles]


def main() -> None:
    try:
        library = itsmflow.load("models", "more")
    except itsmflow.ModelError as error:
        for found in error.diagnostics:
            print(found.severity, found.span.line if found.span else 0, found.message)
        return
    with itsmflow.SqliteStore("cases.db", durability="group", busy_timeout=timedelta(seconds=1)) as store:
        engine = Engine(library, store, Table(), clock=now, authorize=authorize)

        @engine.on_service("pager")
        def page(call: ServiceCall) -> ServiceReply | None:
            return ServiceReply("answered", {"major.on_call": call.process})

        step = engine.perform(1, "resolve", "bo", data={"incident.code": "repaired"}, motive="known_already", as_="skip")
        number: int = step.case_id
        steps: list[Step] = engine.send("arrived")
        one: Step = engine.send("arrived", to=number)
        for view in engine.cases(status="open", confirmation="late"):
            print(view.data["incident.summary"], view.state("incident"), view.started.isoformat())
        engine.cases(status="closed")  # type: ignore[arg-type]
        engine.perform("1", "resolve", "bo")  # type: ignore[arg-type]
        engine.perform(1, "resolve", "bo", as_="jump")  # type: ignore[arg-type]
        if kinds(one) == ["four_eyes"]:
            print(steps, page)

        def tell(notification: Notification) -> None:
            print(notification.to, notification.note)

        told: int = engine.deliver(tell)
        due: datetime | None = engine.next_due()
        rows: list[dict[str, object]] = list(itsmflow.report_deviations(engine, by=["motive"]).rows())
        print(told, due, rows)
