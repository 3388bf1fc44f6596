import errno
import os


def exists(e):
    return e.errno == os.errno.EEXIST  # want: PY2-A014


def fine(e):
    return e.errno == errno.EEXIST  # ok: PY2-A014
