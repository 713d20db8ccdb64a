import pytest

import itsmflow


def test_people_are_a_dict_as_files_have_it(people):
    directory = itsmflow.Directory(people)
    assert directory.roles_of("ben") == ["clerk", "porter"]
    assert directory.roles_of("zoe") is None
    assert directory.holders_of("porter") == ["ben", "pia"]
    assert directory.people["pia"].name == "Pia Port"


def test_people_come_from_a_file(root):
    assert itsmflow.Directory.load(root / "models/itil/people.yaml").roles_of("max") == ["major_incident_coordinator"]
    with pytest.raises(itsmflow.NotFound):
        itsmflow.Directory.load("none.yaml")


def test_a_file_of_people_that_is_wrong_says_where(tmp_path):
    file = tmp_path / "people.yaml"
    file.write_text("people: {anna: {rolls: [assigner]}}\n")
    with pytest.raises(itsmflow.ModelError) as raised:
        itsmflow.Directory.load(file)
    assert raised.value.diagnostics[0].span.line == 1


def test_roles_that_are_one_text_are_a_mistake():
    with pytest.raises(TypeError):
        itsmflow.Directory({"ann": "clerk"})
    with pytest.raises(itsmflow.UsageError, match="rolls"):
        itsmflow.Directory({"ann": {"rolls": ["clerk"]}})


class Table(itsmflow.Directory):
    def __init__(self, rows):
        super().__init__()
        self.rows = rows
        self.asked = []

    def roles_of(self, person):
        self.asked.append(person)
        return self.rows.get(person)

    def holders_of(self, role):
        return sorted(person for person, roles in self.rows.items() if role in roles)


def test_a_directory_of_ones_own_is_asked(parcel, store):
    table = Table({"ann": ("clerk",), "pia": ("porter",)})
    engine = itsmflow.Engine(parcel, store, table)
    case = engine.start("parcel", "ann").case_id
    assert "ann" in table.asked
    assert engine.explain(case, "weigh", "ann").could == ["pia"]
    table.rows["zoe"] = ["clerk"]
    assert engine.start("parcel", "zoe")
    with pytest.raises(itsmflow.NotFound):
        engine.start("parcel", "max")


def test_a_directory_is_kept_by_its_engine(parcel, store):
    engine = itsmflow.Engine(parcel, store, Table({"ann": ["clerk"]}))
    assert engine.start("parcel", "ann")


def test_a_directory_may_override_one_function_alone(parcel, store):
    class Shouting(itsmflow.Directory):
        def roles_of(self, person):
            return super().roles_of(person.lower())

    engine = itsmflow.Engine(parcel, store, Shouting({"ann": ["clerk"]}))
    assert engine.start("parcel", "ANN")


def test_what_a_directory_raises_comes_out_as_itself_and_nothing_is_changed(parcel, store):
    class Down(Exception):
        pass

    problem = Down("LDAP is down")

    class Ldap(itsmflow.Directory):
        def roles_of(self, person):
            raise problem

    engine = itsmflow.Engine(parcel, store, Ldap())
    with pytest.raises(Down) as raised:
        engine.start("parcel", "ann")
    assert raised.value is problem
    assert raised.traceback[-1].name == "roles_of"
    assert list(itsmflow.Engine(parcel, store, {"ann": ["clerk"]}).cases()) == []


@pytest.mark.parametrize("given", ["clerk", 7, [7]])
def test_a_directory_that_gives_no_list_of_roles_is_a_type_error(parcel, store, given):
    class Wrong(itsmflow.Directory):
        def roles_of(self, person):
            return given

    with pytest.raises((TypeError, RuntimeError)):
        itsmflow.Engine(parcel, store, Wrong()).start("parcel", "ann")


def test_a_directory_that_forgot_its_base_says_so(parcel, store):
    class Forgot(itsmflow.Directory):
        def __init__(self):
            pass

    with pytest.raises(TypeError, match="__init__"):
        itsmflow.Engine(parcel, store, Forgot())


def test_authorize_is_asked_before_everything(parcel, store, people):
    asked = []

    def authorize(wanted):
        asked.append((wanted.entry, wanted.actor, wanted.case_id, wanted.process, wanted.sensitive))
        return wanted.entry != "cancel"

    engine = itsmflow.Engine(parcel, store, people, authorize=authorize)
    case = engine.start("parcel", "ann").case_id
    engine.show(case, sensitive=True)
    with pytest.raises(itsmflow.NotAuthorized) as raised:
        engine.cancel(case, "ann", "why not")
    assert (raised.value.entry, raised.value.case_id, raised.value.__cause__) == ("cancel", case, None)
    assert asked == [("start", "ann", 0, "parcel", False), ("show", "", case, "", True), ("cancel", "ann", case, "", False)]


def test_authorize_that_fails_refuses_and_is_the_cause(parcel, store, people):
    problem = KeyError("no session")

    def authorize(wanted):
        raise problem

    engine = itsmflow.Engine(parcel, store, people, authorize=authorize)
    with pytest.raises(itsmflow.NotAuthorized, match="no session") as raised:
        engine.start("parcel", "ann")
    assert raised.value.__cause__ is problem
    with pytest.raises(itsmflow.NotAuthorized):
        list(engine.cases())


@pytest.mark.parametrize("answer", [None, 1, "yes", []])
def test_authorize_lets_through_by_true_alone(parcel, store, people, answer):
    engine = itsmflow.Engine(parcel, store, people, authorize=lambda wanted: answer)
    with pytest.raises(itsmflow.NotAuthorized) as raised:
        engine.start("parcel", "ann")
    assert isinstance(raised.value.__cause__, TypeError)


def test_a_coroutine_lets_nobody_through(parcel, store, people):
    async def authorize(wanted):
        return True

    engine = itsmflow.Engine(parcel, store, people, authorize=authorize)
    with pytest.raises(itsmflow.NotAuthorized), pytest.warns(RuntimeWarning, match="never awaited"):
        engine.start("parcel", "ann")
