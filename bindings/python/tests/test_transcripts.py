"""What scenarios do from C++ they do from Python, to the byte. tests/bindings/README.md"""

import functools
import json
import os
import pathlib

import pytest

import itsmflow
import transcripts

FOLDER = os.environ.get("ITSMFLOW_TRANSCRIPTS", "")
pytestmark = pytest.mark.skipif(not FOLDER, reason="ITSMFLOW_TRANSCRIPTS doesn't name the folder that write_transcripts has filled")


@pytest.fixture(scope="module")
def load(root):
    return functools.cache(lambda models: itsmflow.load(*(root / model for model in models)))


def files():
    return sorted(pathlib.Path(FOLDER).glob("*.jsonl"))


def lines_of(file):
    return file.read_text(encoding="utf-8").split("\n")[:-1]


def test_every_scenario_comes_to_the_same_events_and_obstacles(load, capsys):
    counts = transcripts.Counts()
    found = [f"{file.name}: {said}" for file in files() if (said := transcripts.difference(lines_of(file), load, counts))]
    assert not found, "\n".join(found)
    assert counts == json.loads(pathlib.Path(FOLDER, "counts.json").read_text())
    assert all(counts.values())
    with capsys.disabled():
        print(f"\nPython compared {json.dumps(counts)}")


# -- does it bite? --


def place(lines, part):
    return next(at for at, line in enumerate(lines) if part in line)


def replace_in(lines, at, old, new):
    assert old in lines[at]
    lines[at] = lines[at].replace(old, new, 1)


def another_letter(lines):
    at = place(lines, '"message":"')
    start = lines[at].index('"message":"') + 11
    lines[at] = lines[at][:start] + chr(ord(lines[at][start]) ^ 1) + lines[at][start + 1 :]


def another_count(lines):
    replace_in(lines, len(lines) - 1, '"events":', '"events":1')


def left_out_call(lines):
    at = place(lines, '{"call":"perform"')
    del lines[at : at + 2]


def another_actor(lines):
    replace_in(lines, place(lines, '{"call":"perform"'), '"actor":"', '"actor":"nobody-')


def a_millisecond_later(lines):
    replace_in(lines, place(lines, '{"call":"perform"'), 'Z"}', '.001Z"}')


def an_end_too_early(lines):
    lines.pop()


@pytest.mark.parametrize(
    "change", [another_letter, another_count, left_out_call, another_actor, a_millisecond_later, an_end_too_early]
)
def test_what_is_otherwise_is_noticed(load, change):
    lines = next(lines for lines in map(lines_of, files()) if any('"message":"' in line for line in lines))
    assert transcripts.difference(lines, load, transcripts.Counts()) is None
    change(lines)
    assert transcripts.difference(lines, load, transcripts.Counts()) is not None


def test_doubles_are_compared_as_python_writes_them():
    assert transcripts.as_python_writes('{"a":"1e5 \\"2.50","b":[3,3.0,1e-7,1e+21,-2.5]}') == (
        '{"a":"1e5 \\"2.50","b":[3,3.0,1e-07,1e+21,-2.5]}'
    )
