import os
import tempfile


def tell(pipe, state):
    os.write(pipe, "OK")  # want: PY2-X013
    os.write(pipe, "state: %s" % state)  # want: PY2-X013


def ask(pipe):
    answer = os.read(pipe, 2)  # want: PY2-X013
    return answer + "\n"


def fine(pipe, data):
    os.write(pipe, b"OK")  # ok: PY2-X013
    os.write(pipe, data)  # ok: PY2-X013
    handle, path = tempfile.mkstemp()
    os.write(handle, "state")  # ok: PY2-X013
    return os.read(pipe, 2).decode("utf-8") + path, os.read(pipe, 1)  # ok: PY2-X013
