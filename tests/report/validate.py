"""validate.py SCHEMA FILE...: whether JSON files keep to a JSON Schema, of whatever draft it says it is.

Prints what is wrong, a line each: the file, where in it, and why. Ends with 1 when there is anything.
"""
import json
import sys

import jsonschema


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = json.load(file)
    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    validator = kind(schema)
    wrong = 0
    for path in sys.argv[2:]:
        with open(path, encoding="utf-8") as file:
            document = json.load(file)
        for error in validator.iter_errors(document):
            wrong += 1
            print(path, "/".join(map(str, error.absolute_path)), error.message[:300], sep=": ")
    sys.exit(1 if wrong else 0)


main()
