import anydbm  # want: PY2-I002
from whichdb import whichdb  # want: PY2-I002

import shelve  # ok: PY2-I002

try:
    import anydbm as database  # want: PY2-I002 guarded
except ImportError:
    import dbm as database  # ok: PY2-I002


def cache(path):
    """Opens what anydbm finds."""
    if whichdb(path) == "anydbm":  # ok: PY2-I002
        return anydbm.open(path, "c")  # ok: PY2-I002
    return shelve.open(path), database


def kind(store):
    return store.whichdb, store.anydbm  # ok: PY2-I002
