import hashlib


def names(jwt):
    return hashlib.algorithms  # want: PY2-A020


def fine(jwt):
    return hashlib.algorithms_available, jwt.algorithms, hashlib.md5(b"")  # ok: PY2-A020
