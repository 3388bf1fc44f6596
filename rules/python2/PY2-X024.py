import base64
import socket


def is_elf(path):
    with open(path, "rb") as f:
        return f.read(4) == "\x7fELF"  # want: PY2-X024


def closed(path):
    s = socket.create_connection(path)
    word = s.recv(16)
    if word != "bye":  # want: PY2-X024
        return False
    return base64.b64decode(path)[:4] == "user"  # want: PY2-X024


def fine(path):
    with open(path, "rb") as f:
        start = f.read(4)
    with open(path) as f:
        return start == b"\x7fELF", f.read(4) == "text"  # ok: PY2-X024
