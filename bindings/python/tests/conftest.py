import pathlib

import pytest

import itsmflow

ROOT = pathlib.Path(__file__).resolve().parents[3]

# A parcel: every type of field, a message, a service that is tried again, a deviation, an outcome, what is sensitive.
PARCEL = """
itsmflow: 1
process: parcel
title: Parcel
version: 1.0.0
case: parcel
roles:
  clerk: {title: Clerk}
  porter: {title: Porter}
objects:
  parcel:
    states: [new, packed, sent, arrived, lost]
    final: [arrived, lost]
    fields:
      what: string
      pieces: {type: int, min: 1, max: 100}
      weight: number
      fragile: bool
      kind: {type: enum, values: [letter, box]}
      day: date
      hour: time
      packed_at: datetime
      lasts: duration
      to: {type: record, fields: {street: string, number: int}}
      tags: {type: list of string}
      tracking: string
      code: {type: string, sensitive: true}
start: {role: clerk}
activities:
  pack:
    role: clerk
    moves: {parcel: new -> packed}
    requires: [parcel.what]
    asks: [parcel.pieces, parcel.weight, parcel.fragile, parcel.kind, parcel.day, parcel.hour, parcel.packed_at, parcel.lasts,
           parcel.to, parcel.tags, parcel.code]
  weigh:
    role: porter
    needs: {parcel: packed}
    requires: [parcel.weight]
  hand_in:
    service: carrier
    retry: {times: 1, wait: 10 minutes}
    results:
      taken: {moves: {parcel: packed -> sent}, requires: [parcel.tracking]}
      failed: {moves: {parcel: packed -> sent}}
  arrive:
    waits_for: {message: arrived, about: message.tracking == parcel.tracking}
    moves: {parcel: sent -> arrived}
  give_up:
    role: clerk
    moves: {parcel: sent -> lost}
"""
PEOPLE = {"ann": ["clerk"], "ben": ["clerk", "porter"], "pia": {"name": "Pia Port", "roles": ["porter"]}}


@pytest.fixture(scope="session")
def root():
    return ROOT


@pytest.fixture(scope="session")
def parcel():
    return itsmflow.load_texts({"parcel.yaml": PARCEL})


@pytest.fixture(scope="session")
def itil(root):
    return itsmflow.load(root / "models/itil/incident.yaml")


@pytest.fixture
def people():
    return dict(PEOPLE)


@pytest.fixture
def store():
    return itsmflow.MemoryStore()


@pytest.fixture
def engine(parcel, store, people):
    return itsmflow.Engine(parcel, store, people)


@pytest.fixture
def packed(engine):
    """A parcel that waits for its carrier."""
    case = engine.start("parcel", "ann").case_id
    assert engine.perform(case, "pack", "ann", data={"parcel.what": "a clock"})
    return case


@pytest.fixture
def desk(itil, store, root):
    """An engine with the incident of models/itil."""
    return itsmflow.Engine(itil, store, itsmflow.Directory.load(root / "models/itil/people.yaml"))
