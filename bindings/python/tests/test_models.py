import pathlib

import pytest

import itsmflow
from conftest import PARCEL

BROKEN = "itsmflow: 1\nprocess: p\nversion: 1.0.0\nroles: {a: {title: A}}\nstart: {role: b}\nactivities:\n  x: {role: a}\n"


def test_a_folder_is_loaded_with_all_its_models(root):
    library = itsmflow.load(root / "models/municipality")
    assert set(library.models) == {"change", "minor-change", "medium-change", "major-change", "urgent-change"}
    model = library.models["minor-change"]
    assert (model.process, model.version, model.title) == ("minor-change", "1.2.0", "Minor change")
    assert "implement" in model.activities
    assert model.source.count("process: minor-change") == 1


FORM = """itsmflow: 1
process: form
version: 1.0.0
title: A form
case: form
roles:
  clerk: {title: Clerk, why: knows the forms}
  asker: {title: Asker}
objects:
  form:
    title: Form
    states: [new, filled]
    final: [filled]
    fields:
      kind: {type: enum, values: [blue, red], title: Colour}
      copies: {type: int, min: 1, max: 9, sensitive: true}
      double: {type: int, is: form.copies * 2}
      lines:
        type: list of record
        fields:
          what: string
          note: {type: text, optional: true}
start: {role: asker, requires: [form.kind], asks: [form.copies]}
activities:
  fill: {role: [clerk, asker], title: Fill it in, moves: {form: new -> filled}, asks: [form.lines]}
"""


def test_a_model_tells_what_people_are_shown_and_asked_for():
    model = itsmflow.load_texts({"form.yaml": FORM}).models["form"]
    assert [(one.id, one.title, one.why) for one in model.roles.values()] == [("clerk", "Clerk", "knows the forms"), ("asker", "Asker", "")]
    assert model.objects["form"].as_dict() == {
        "id": "form", "title": "Form", "why": "", "states": ["new", "filled"], "final_states": ["filled"], "many": False,
    }
    assert list(model.fields) == ["form.kind", "form.copies", "form.double", "form.lines"]
    kind, copies, double, lines = model.fields.values()
    assert (kind.type, kind.title, kind.choices, kind.takes, kind.derived) == ("enum", "Colour", ["blue", "red"], "blue or red", False)
    assert (copies.type, copies.takes, copies.sensitive) == ("int", "a whole number from 1 to 9", True)
    assert double.derived
    assert lines.type == "list of record"
    assert [(one.path, one.type, one.optional) for one in lines.members] == [("what", "string", False), ("note", "text", True)]
    assert (model.start.roles, model.start.required, model.start.asked) == (["asker"], ["form.kind"], ["form.copies"])
    fill = model.activities["fill"]
    assert (fill.title, fill.roles, fill.service) == ("Fill it in", ["clerk", "asker"], "")
    assert [(one.id, one.title) for one in fill.results] == [("", "")]
    assert (model.motives, model.outcomes) == ({}, {})


def test_people_who_are_no_texts_are_a_type_error():
    for wrong in ({3: ["user"]}, {"bo": None}, {"bo": "user"}, {"bo": [3]}, {"bo": {"roles": None}}, {"bo": {3: "x"}}, {"bo": {"name": 3}}):
        with pytest.raises(TypeError):
            itsmflow.Directory(wrong)


def test_a_path_may_be_a_text(root):
    assert list(itsmflow.load(str(root / "models/itil/incident.yaml")).models) == ["incident"]


def test_a_model_with_errors_raises_all_of_them_as_data():
    with pytest.raises(itsmflow.ModelError) as raised:
        itsmflow.load_texts({"p.yaml": BROKEN})
    found = raised.value.diagnostics
    unknown = next(one for one in found if one.rule == "unknown-role")
    assert unknown.severity == "error"
    assert (unknown.span.file, unknown.span.line, unknown.span.column) == ("p.yaml", 5, 15)
    assert BROKEN.encode()[unknown.span.begin : unknown.span.end] == b"b"
    assert str(unknown) in str(raised.value)
    assert unknown.as_dict()["span"]["line"] == 5


def test_what_is_no_error_is_kept_with_the_models():
    text = PARCEL.replace("roles:\n", "roles:\n  idle: {title: Idle}\n", 1)
    (found,) = itsmflow.load_texts({"p.yaml": text}).diagnostics
    assert (found.severity, found.span.line) == ("warning", 1 + text[: text.index("idle")].count("\n"))
    assert "idle" in found.message


def test_a_file_that_is_not_there_is_not_found():
    with pytest.raises(itsmflow.NotFound) as raised:
        itsmflow.load(pathlib.Path("no-such.yaml"))
    assert (raised.value.kind, raised.value.name) == ("file", "no-such.yaml")


def test_to_load_nothing_is_misuse():
    with pytest.raises(itsmflow.UsageError):
        itsmflow.load()


def test_a_model_that_gets_stuck_is_found_with_its_trace(root):
    library = itsmflow.load(root / "models/broken/pending-for-ever.yaml")
    found = itsmflow.verify(library)
    assert any(one.severity == "error" and one.trace for one in found)
    assert itsmflow.render(found, format="concise").count("\n") == len(found)


def test_a_right_model_has_no_errors_with_its_people_too(itil, root):
    people = itsmflow.Directory.load(root / "models/itil/people.yaml")
    assert not [one for one in itsmflow.verify(itil, process="incident", people=people) if one.severity == "error"]


def test_people_who_cannot_do_the_work_are_found(parcel):
    found = itsmflow.verify(parcel, people={"pia": ["porter"]})
    nobody = [one.message for one in found if one.rule == "nobody-may"]
    assert nobody == ["nobody can start a case", "nobody can do 'pack'", "nobody can do 'give_up'"]


def test_a_directory_of_functions_proves_nothing(parcel):
    class Everybody(itsmflow.Directory):
        def roles_of(self, person):
            return ["porter"]

    with pytest.raises(itsmflow.UsageError):
        itsmflow.verify(parcel, people=Everybody())


def test_paths_are_arguments_each_of_its_own(root):
    with pytest.raises(TypeError, match="an argument of its own"):
        itsmflow.load([root / "models/itil"])


def test_texts_are_texts_by_name():
    for wrong in ({3: BROKEN}, {"p.yaml": 3}, {"p.yaml": None}):
        with pytest.raises(TypeError):
            itsmflow.load_texts(wrong)


def test_a_process_that_is_not_there_is_not_found(itil):
    with pytest.raises(itsmflow.NotFound) as raised:
        itsmflow.verify(itil, process="none")
    assert raised.value.kind == "process"
