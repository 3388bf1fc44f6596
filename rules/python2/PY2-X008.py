import json
from json import load


def read(f, body):
    return load(f, encoding="utf-8"), json.loads(body, encoding="utf-8")  # want: PY2-X008


def fine(body, yaml):
    return json.loads(body), yaml.load(body, encoding="utf-8")  # ok: PY2-X008
