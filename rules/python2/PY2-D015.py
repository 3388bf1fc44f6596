import sys


def again():
    kind, value, trace = sys.exc_info()
    raise (kind, value, trace)  # want: PY2-D015


def either():
    raise (ValueError, KeyError)  # want: PY2-D015


def fine(kind):
    if kind:
        raise (ValueError("none"))  # ok: PY2-D015
    raise kind  # ok: PY2-D015
