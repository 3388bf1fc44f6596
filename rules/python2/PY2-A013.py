import os
from os.path import walk  # want: PY2-A013


def find(top, visit):
    os.path.walk(top, visit, None)  # want: PY2-A013


def fine(top, compiler):
    return os.walk(top), compiler.walk(top), walk  # ok: PY2-A013
