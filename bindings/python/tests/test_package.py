import importlib.metadata
import importlib.resources
import re
import shutil
import subprocess
import typing

import pytest

import itsmflow
from itsmflow import _itsmflow, words


def test_the_version_is_that_of_the_headers(root):
    header = (root / "include/itsmflow/version.hpp").read_text()
    version = re.search(r'define ITSMFLOW_VERSION "([^"]+)"', header)[1]
    assert itsmflow.__version__ == importlib.metadata.version("itsmflow") == version


def test_what_is_tested_is_installed(root):
    assert root / "bindings" not in importlib.resources.files("itsmflow").parents


def test_the_package_is_typed():
    files = {file.name for file in importlib.resources.files("itsmflow").iterdir()}
    assert {"py.typed", "_itsmflow.pyi"} <= files


def test_the_words_are_those_of_the_library():
    declared = {name: typing.get_args(literal) for name, literal in vars(words).items() if typing.get_origin(literal) is typing.Literal}
    assert declared.keys() == _itsmflow._words.keys()
    for name, known in _itsmflow._words.items():
        assert set(declared[name]) == set(known), name
        assert len(known) == len(set(known))


def test_everything_is_public_and_described():
    for name in itsmflow.__all__:
        assert getattr(itsmflow, name) is not None
    for name in vars(itsmflow.Engine):
        if not name.startswith("_") and name != "library":
            assert len(getattr(itsmflow.Engine, name).__doc__.splitlines()) > 1, name


def test_the_exceptions_are_those_of_the_library():
    assert [kind.__mro__[1] for kind in (
        itsmflow.Error, itsmflow.NotFound, itsmflow.MovedToArchive, itsmflow.UsageError, itsmflow.ModelError, itsmflow.StoreError,
        itsmflow.NotAuthorized,
    )] == [Exception, itsmflow.Error, itsmflow.NotFound, itsmflow.Error, itsmflow.Error, itsmflow.Error, itsmflow.Error]  # fmt: skip


@pytest.mark.skipif(not shutil.which("nm"), reason="there is no nm")
def test_the_module_shows_one_name_alone():
    said = subprocess.run(["nm", "-D", "--defined-only", _itsmflow.__file__], capture_output=True, text=True, check=True).stdout
    assert [line.split()[-1] for line in said.splitlines()] == ["PyInit__itsmflow"]
