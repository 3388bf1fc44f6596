import inspect
from inspect import getargspec  # want: PY2-A016


def names(function):
    return inspect.getargspec(function).args  # want: PY2-A016


def fine(function, hints):
    return inspect.getmro(function), hints.getargspec(function), getargspec  # ok: PY2-A016


try:
    spec = inspect.getargspec  # want: PY2-A016 guarded
except AttributeError:
    spec = None
