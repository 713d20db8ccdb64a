"""validate.py SCHEMA FILE...: whether YAML files keep to a JSON Schema (draft 7).

Prints a line for each file: `ok`, `refused` or `unreadable`, the path, and why; tabs between them. YAML is read as editors read it,
by the core schema of YAML 1.2: no dates, and `no` is a text.
"""
import json
import re
import sys

import jsonschema
import yaml


class Core(yaml.SafeLoader):
    yaml_implicit_resolvers = {}


def resolve(tag, pattern, first):
    Core.add_implicit_resolver("tag:yaml.org,2002:" + tag, re.compile(pattern), list(first))


resolve("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF")
resolve("int", r"^[-+]?[0-9]+$", "-+0123456789")
resolve("float", r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$", "-+.0123456789")
resolve("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""])
resolve("merge", r"^<<$", "<")


def verdict(validator, path):
    try:
        with open(path, encoding="utf-8-sig") as file:
            document = yaml.load(file, Core)
        error = jsonschema.exceptions.best_match(validator.iter_errors(document))
    except Exception as trouble:  # whatever YAML, UTF-8 or endless recursion make of it
        return "unreadable", type(trouble).__name__
    if error is None:
        return "ok", ""
    return "refused", "/".join(map(str, error.absolute_path)) + ": " + error.message


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    for path in sys.argv[2:]:
        word, why = verdict(validator, path)
        print(word, path, " ".join(why.split())[:300], sep="\t")


main()
