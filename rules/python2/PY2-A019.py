import contextlib
from contextlib import nested, closing  # want: PY2-A019


def read(lock, path):
    with contextlib.nested(lock, open(path)) as (_, f):  # want: PY2-A019
        return f.read()


def fine(schema, f):
    with closing(f) as g:  # ok: PY2-A019
        return schema.nested(g), nested  # ok: PY2-A019
