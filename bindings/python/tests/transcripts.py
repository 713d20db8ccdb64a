"""Makes the calls of a transcript through this package, and writes what comes of them in the transcript's form, from the package's own objects.

The form is in tests/bindings/README.md.
"""

import json
import re
from datetime import datetime, timedelta
from decimal import Decimal

import itsmflow

NAMES_OF_MOTIVES = {"motive": "motive", "because": "because", "as": "as_", "skipping": "skipping"}


def read_moment(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def write_moment(moment):
    assert moment.utcoffset() == timedelta(0)
    decimals = f".{moment.microsecond:06}" if moment.microsecond else ""
    return moment.strftime("%Y-%m-%dT%H:%M:%S").rjust(19, "0") + decimals.removesuffix("000") + "Z"


def read_length(text):
    return timedelta(microseconds=int(Decimal(text.removesuffix("s")) * 1_000_000))


def write_length(length):
    micros = length // timedelta(microseconds=1)
    seconds, rest = divmod(abs(micros), 1_000_000)
    decimals = f".{rest:06}".rstrip("0") if rest else ""
    return f"{'-' if micros < 0 else ''}{seconds}{decimals}s"


READERS = {"moment": read_moment, "length": read_length}


def read_data(call, name="data"):
    types = call.get("types", {})
    return {path: READERS[types[path]](value) if path in types else value for path, value in call.get(name, {}).items()}


# -- what comes of a call --


def value(given):
    if isinstance(given, datetime):
        return write_moment(given)
    if isinstance(given, timedelta):
        return write_length(given)
    if isinstance(given, list):
        return [value(one) for one in given]
    if isinstance(given, dict):
        return {name: value(one) for name, one in given.items()}
    return given


def event(told):
    return {
        "case": told.case_id,
        "number": told.number,
        "step": told.step,
        "position": told.position or None,
        "type": told.type,
        "at": write_moment(told.at),
        "actor": told.actor or None,
        "role": told.role or None,
        "activity": told.activity or None,
        "result": told.result or None,
        "item": told.item or None,
        "answer": told.answer or None,
        "message": told.message or None,
        "other": told.other or None,
        "person": told.person or None,
        "note": told.note or None,
        "data": value(told.data),
        "withheld": told.withheld,
        "deviation": told.deviation or None,
        "kind": told.kind,
        "motive": told.motive or None,
        "overrode": told.overrode,
        "outcome": told.outcome or None,
    }


def obstacle(told):
    return {"kind": told.kind, "message": told.message, "remedies": told.remedies}


def option(told):
    return {
        "kinds": told.kinds,
        "motives": told.motives,
        "skips": told.skips,
        "name_first": told.name_first,
        "give_first": told.give_first,
        "confirm_by": told.confirm_by,
        "could_confirm": told.could_confirm,
        "assumes": told.assumes,
        "completion": told.completion,
        "obstacles": [obstacle(one) for one in told.obstacles],
    }


def step(told):
    return {
        "done": bool(told),
        "case": told.case_id or None,
        "revision": told.revision if told.case_id else None,
        "events": [event(one) for one in told.events],
        "obstacles": [obstacle(one) for one in told.obstacles],
        "deviations": [option(one) for one in told.deviations],
        "why_not": told.why_not or None,
    }


def notification(told):
    return {
        "key": told.key,
        "case": told.case_id,
        "kind": told.kind,
        "to": told.to,
        "activity": told.activity or None,
        "item": told.item or None,
        "note": told.note or None,
        "at": write_moment(told.at),
        "deviation": told.deviation or None,
    }


def log(told):
    return {
        "clean": not told.problems,
        "events": told.events,
        "cases": told.cases,
        "elsewhere": told.elsewhere,
        "expected_head_found": None,  # no head was asked for
        "problems": told.problems,
    }


# -- the calls --


class People(itsmflow.Directory):
    def __init__(self, people):
        super().__init__()
        self.roles = {person["id"]: person["roles"] for person in people}

    def roles_of(self, person):
        return self.roles.get(person)

    def holders_of(self, role):
        return [person for person, roles in self.roles.items() if role in roles]


class World:
    """What a transcript is played in."""

    def __init__(self, library, people):
        self.now = None
        self.engine = itsmflow.Engine(library, itsmflow.MemoryStore(), People(people), clock=lambda: self.now)

    def make(self, call):
        self.now = read_moment(call["at"])
        return getattr(self, call["call"])(call)

    def start(self, call):
        return step(self.engine.start(call["process"], call["actor"], read_data(call)))

    def perform(self, call):
        return self.with_work(self.engine.perform, call)

    def end(self, call):
        return self.with_work(self.engine.end, call)

    def with_work(self, method, call):
        named = {ours: call[name] for name, ours in NAMES_OF_MOTIVES.items() if name in call}
        more = {name: call[name] for name in ("result", "item") if name in call}
        return step(method(call["case"], call["activity"], call["actor"], data=read_data(call), **named, **more))

    def of_work(self, method, call, *more, **named):
        """A call about an activity that somebody has in hand, or takes in hand."""
        return step(method(call["case"], call["activity"], call["actor"], *more, item=call.get("item", ""), **named))

    def begin(self, call):
        return self.of_work(self.engine.begin, call)

    def claim(self, call):
        return self.of_work(self.engine.claim, call)

    def resume(self, call):
        return self.of_work(self.engine.resume, call)

    def hand_over(self, call):
        return self.of_work(self.engine.hand_over, call, call["to"], confirm=call.get("confirm", ""))

    def suspend(self, call):
        return self.of_work(self.engine.suspend, call, call["note"])

    def withdraw(self, call):
        return self.of_work(self.engine.withdraw, call, call.get("note", ""))

    def set(self, call):
        return self.of_work(self.engine.set, call, read_data(call))

    def cancel(self, call):
        return step(self.engine.cancel(call["case"], call["actor"], call["why"]))

    def confirm(self, call):
        return step(self.engine.confirm(call["case"], call["deviation"], call["actor"], because=call.get("because", "")))

    def disapprove(self, call):
        return step(self.engine.disapprove(call["case"], call["deviation"], call["actor"], because=call.get("because", "")))

    def judge(self, call):
        return step(self.engine.judge(call["case"], call["outcome"], call["actor"], because=call.get("because", "")))

    def send(self, call):
        return step(self.engine.send(call["message"], read_data(call, "values"), to=call["case"]))

    def answer(self, call):
        more = {"failure": call["failure"]} if "failure" in call else {}
        return step(self.engine.answer(call["case"], call["activity"], call.get("result", ""), read_data(call), **more))

    def due(self, call):
        return {"done": self.engine.due()}

    def next_due(self, call):
        moment = self.engine.next_due()
        return {"due": moment and write_moment(moment)}

    def deliver(self, call):
        told = []
        assert self.engine.deliver(lambda one: told.append(notification(one))) == len(told)
        return {"notifications": told}

    def events(self, call):
        return {"events": [event(one) for one in self.engine.events(call["case"], sensitive=True)]}

    def verify_log(self, call):
        return log(self.engine.verify_log())


# -- comparing --

TOKENS = re.compile(r'"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?')


def as_python_writes(line):
    """The same line, with doubles in the digits that Python chooses: where it has an exponent, JSON allows several."""

    def anew(token):
        is_double = token[0][0] != '"' and any(mark in token[0] for mark in ".e")
        return repr(float(token[0])) if is_double else token[0]

    return TOKENS.sub(anew, line)


class Counts(dict):
    def __init__(self):
        super().__init__(scenarios=0, calls=0, events=0, obstacles=0)

    def add(self, outcome):
        self["calls"] += 1
        for name in ("events", "obstacles"):
            if isinstance(outcome.get(name), list):
                self[name] += len(outcome[name])


def difference(lines, load, counts):
    """The first difference, in words; None if there is none. `load` gives the library of a list of model files."""
    header = json.loads(lines[0])
    if header["transcript"] != 1:
        return "this is a transcript of another form"
    world = World(load(tuple(header["models"])), header["people"])
    counts["scenarios"] += 1
    for at in range(1, len(lines), 2):
        try:
            outcome = world.make(json.loads(lines[at]))
        except itsmflow.Error as error:
            outcome = {"failed": f"{type(error).__name__}: {error}"}
        came = json.dumps(outcome, ensure_ascii=False, separators=(",", ":"))
        if at + 1 == len(lines):
            return f"line {at + 1}: its outcome isn't there"
        wanted = as_python_writes(lines[at + 1])
        if came != wanted:
            return f"line {at + 1}: of {lines[at]}\n  came   {came}\n  not    {wanted}"
        counts.add(outcome)
    return None
