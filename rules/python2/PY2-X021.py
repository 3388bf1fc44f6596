import base64
import sys


def show(name):
    sys.stdout.write(name.encode("utf-8"))  # want: PY2-X021


def store(path, value):
    with open(path, "w") as f:
        f.write(base64.b64decode(value))  # want: PY2-X021


def fine(path, name, value):
    sys.stdout.write(name)  # ok: PY2-X021
    with open(path, "wb") as f:
        f.write(base64.b64decode(value))  # ok: PY2-X021
    with open(path, "w") as f:
        f.write(base64.b64decode(value).decode("utf-8"))  # ok: PY2-X021
