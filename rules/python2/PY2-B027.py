import csv
import io
import tarfile


def rows(path):
    with open(path, "rU") as source:  # want: PY2-B027
        return list(csv.reader(source))


def lines(path):
    with io.open(path, mode="Ur") as source:  # want: PY2-B027
        return source.readlines()


def raw(path):
    return open(path, "U").read()  # want: PY2-B027


def text(path):
    return io.open(path, encoding="utf-8").read()  # ok: PY2-B027


def named():
    return open("U").read()  # ok: PY2-B027


def unpack(path):
    return tarfile.open(path, "r:gz")  # ok: PY2-B027


def by_mode(path, mode):
    return open(path, mode)  # ok: PY2-B027


def door(gate):
    return gate.open("north", "rU")  # ok: PY2-B027
