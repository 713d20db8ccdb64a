#!/usr/bin/env python3
"""perform.py [--cases N] [--rounds N]   what a step costs in memory from Python, and where it goes.

Plays the process of benchmarks/request.hpp as in_memory plays it: a start and five times perform. Each line is a way to do less or more of
it; all are measured by turns, and the medians are printed.
"""

from __future__ import annotations

import argparse
import re
import statistics
import time
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path

import itsmflow

ROOT = Path(__file__).resolve().parents[3]
MODEL = re.search(r'R"\((.*?)\)"', (ROOT / "benchmarks/request.hpp").read_text(), re.S)[1]
PEOPLE = {"ann": ["agent"], "ben": ["agent"], "lea": ["lead"]}
COMMANDS = 6


class Table(itsmflow.Directory):
    """The same people, asked of Python."""

    def roles_of(self, person: str) -> list[str] | None:
        return PEOPLE.get(person)


def play(engine: itsmflow.Engine) -> None:
    case = engine.start("request", "ann").case_id
    engine.perform(case, "assess", "ann", data={"request.cost": 500})
    engine.perform(case, "approve", "lea")
    engine.perform(case, "build", "ann")
    engine.perform(case, "test", "ben")
    if not engine.perform(case, "close", "lea"):
        raise SystemExit("a step was refused")


def play_and_read(engine: itsmflow.Engine) -> None:
    """As play(), and looks at every event."""
    case = engine.start("request", "ann").case_id
    for activity, actor in (("assess", "ann"), ("approve", "lea"), ("build", "ann"), ("test", "ben"), ("close", "lea")):
        step = engine.perform(case, activity, actor, data={"request.cost": 500} if activity == "assess" else None)
        for event in step.events:
            event.type, event.at, event.actor  # noqa: B018


def cross(engine: itsmflow.Engine) -> None:
    """As many calls that end before the engine is asked for anything: what it takes to call, and to raise."""
    for _ in range(COMMANDS):
        try:
            engine.perform(1, "assess", "ann", result="", data=None, motive=None, because="", as_="none")
        except itsmflow.UsageError:
            pass


def call(engine: itsmflow.Engine) -> None:
    """As many of the smallest calls into the engine."""
    for _ in range(COMMANDS):
        engine.next_due()


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("--cases", type=int, default=2000, help="cases in a round")
    words.add_argument("--rounds", type=int, default=15)
    given = words.parse_args()
    library = itsmflow.load_texts({"request.yaml": MODEL})

    def engine(people: itsmflow.Directory | dict[str, list[str]] = PEOPLE, **more: object) -> Callable[[], itsmflow.Engine]:
        return lambda: itsmflow.Engine(library, itsmflow.MemoryStore(), people, **more)

    ways: dict[str, tuple[Callable[[], itsmflow.Engine], Callable[[itsmflow.Engine], None]]] = {
        "perform": (engine(), play),
        "... and reading its events": (engine(), play_and_read),
        "... with a clock in Python": (engine(clock=lambda: datetime.now(timezone.utc)), play),
        "... with a directory in Python": (engine(Table()), play),
        "... with authorize in Python": (engine(authorize=lambda wanted: True), play),
        "a call that does nothing": (engine(), call),
        "a call that raises": (engine(), cross),
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(given.rounds):
        for name, (make, act) in ways.items():
            used = make()
            before = time.process_time()
            for _ in range(given.cases):
                act(used)
            times[name].append((time.process_time() - before) / given.cases / COMMANDS * 1e6)
    print(f"{'processor time of a command, in microseconds':48} median  least")
    for name, taken in times.items():
        print(f"{name:48} {statistics.median(taken):6.2f} {min(taken):6.2f}")


if __name__ == "__main__":
    main()
