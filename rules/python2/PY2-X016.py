import json

import six


def text(value):
    if isinstance(value, str):
        return value.decode("utf-8")  # want: PY2-X016
    return value


def body(hosts):
    answer = json.dumps(hosts)
    return answer.decode("utf-8")  # want: PY2-X016


def content(path):
    with open(path) as f:
        return f.read().decode("utf-8")  # want: PY2-X016


def fine(value, path):
    if isinstance(value, bytes):
        value = value.decode("utf-8")  # ok: PY2-X016
    if isinstance(value, str) and six.PY2:
        value = value.decode("utf-8")  # ok: PY2-X016
    if isinstance(value, str):
        value = six.b(value)
        value = value.decode("utf-8")  # ok: PY2-X016
    with open(path, "rb") as f:
        return value, f.read().decode("utf-8")  # ok: PY2-X016


def tried(name):
    value = "host %s" % name
    try:
        value = value.decode("utf-8")  # want: PY2-X016 guarded
    except AttributeError:
        pass
    return value


def formatted(name):
    return ("host %s" % name).decode("utf-8")  # want: PY2-X016
