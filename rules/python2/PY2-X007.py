import os
import tempfile


def script(name):
    with tempfile.NamedTemporaryFile(delete=False) as f:
        f.write("#!/bin/sh\nexec %s\n" % name)  # want: PY2-X007
    handle, path = tempfile.mkstemp()
    os.write(handle, "text")  # want: PY2-X007
    return path


def fine(data):
    with tempfile.NamedTemporaryFile("w+") as f:
        f.write("text")  # ok: PY2-X007
    with tempfile.TemporaryFile() as f:
        f.write(b"bytes")  # ok: PY2-X007
        f.write(data)  # ok: PY2-X007


def described(state):
    handle, path = tempfile.mkstemp()
    with os.fdopen(handle, "wb") as f:
        f.write("state=%s" % state)  # want: PY2-X007
    return path
