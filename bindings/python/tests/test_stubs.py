"""The stubs say what the module has: every class, every member, every argument."""

import ast
import importlib.resources

import pytest

from itsmflow import _itsmflow

STUBS = ast.parse((importlib.resources.files("itsmflow") / "_itsmflow.pyi").read_text())
CLASSES = {node.name: node for node in STUBS.body if isinstance(node, ast.ClassDef)}
FUNCTIONS = {node.name: node for node in STUBS.body if isinstance(node, ast.FunctionDef)}
# What every class of pybind11 has, and what only the iterators have, which are told as Iterator.
ITERATORS = {"_Cases", "_Events", "_Offers", "_Verdicts"}


def members(node):
    return {one.name for one in node.body if isinstance(one, ast.FunctionDef)}


def is_property(function):
    return any(isinstance(one, ast.Name) and one.id == "property" for one in function.decorator_list)


def arguments(function):
    """Names of all arguments, of those that are keywords alone, and how many needn't be given."""
    given = function.args
    names = [one.arg for one in [*given.posonlyargs, *given.args]]
    keywords = [one.arg for one in given.kwonlyargs]
    optional = len(given.defaults) + sum(one is not None for one in given.kw_defaults)
    return names, keywords, optional


def real_arguments(function):
    """The same of what pybind11 writes into the docstring."""
    return arguments(ast.parse(f"def {function.__doc__.splitlines()[0]}: ...").body[0])


def test_every_class_and_function_is_in_the_stubs():
    real = {name for name in vars(_itsmflow) if not name.startswith("__")} - ITERATORS - {"_words"}
    assert real == set(CLASSES) | set(FUNCTIONS)


@pytest.mark.parametrize("name", [name for name, node in CLASSES.items() if name in vars(_itsmflow) and members(node)])
def test_every_member_is_in_the_stubs(name):
    node, real = CLASSES[name], vars(_itsmflow)[name]
    assert members(node) - {"__init__"} == {
        member for member in vars(real) if not member.startswith("_") or member in ("__bool__", "__enter__", "__exit__")
    }
    parts = getattr(real, "__match_args__", None)
    if parts is not None:
        assert parts == tuple(one.name for one in node.body if isinstance(one, ast.FunctionDef) and is_property(one))
        (declared,) = [one.value for one in node.body if isinstance(one, ast.AnnAssign)]
        assert parts == ast.literal_eval(declared)


CALLS = [(name, one) for name, node in CLASSES.items() for one in node.body if isinstance(one, ast.FunctionDef)]
CALLS = [(name, one) for name, one in CALLS if not is_property(one) and one.name != "__exit__"]
PLAIN = [(name, one) for name, one in CALLS if not one.decorator_list or name == "Directory"]


@pytest.mark.parametrize("name, declared", PLAIN, ids=lambda one: getattr(one, "name", one))
def test_every_argument_is_in_the_stubs(name, declared):
    real = getattr(getattr(_itsmflow, name), declared.name)
    names, keywords, optional = arguments(declared)
    if len(names) <= 1 and not keywords:  # pybind11 gives no names there
        return
    assert real_arguments(real) == (names, keywords, optional)


@pytest.mark.parametrize("name", [name for name in FUNCTIONS if not name.startswith("_") and name != "load"])
def test_every_argument_of_functions_is_in_the_stubs(name):
    assert real_arguments(getattr(_itsmflow, name)) == arguments(FUNCTIONS[name])


@pytest.mark.parametrize("name", ["send", "on_service"])
def test_the_ways_to_call_are_in_the_stubs(name):
    names, keywords, _ = real_arguments(getattr(_itsmflow.Engine, name))
    ways = [one for owner, one in CALLS if owner == "Engine" and one.name == name]
    assert len(ways) == 2
    for way in ways:
        assert arguments(way)[:2] == (names, keywords)
