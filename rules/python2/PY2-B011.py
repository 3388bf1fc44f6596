import sys

from six import moves


def key(name):
    return intern(name)  # want: PY2-B011


KEYS = map(intern, ["cpu", "memory"])  # want: PY2-B011


def shared_key(name):
    return moves.intern(name)  # ok: PY2-B011


def native_key(name):
    return sys.intern(name)  # ok: PY2-B011


def pooled(name, intern=str):
    return intern(name)  # ok: PY2-B011


def compact(name):
    try:
        return intern(name)  # want: PY2-B011 guarded
    except NameError:
        return sys.intern(name)
