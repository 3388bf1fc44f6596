import struct
from struct import unpack


def header(length):
    return struct.pack("!4sI", "HELO", length)  # want: PY2-X010


def message(length):
    data = struct.pack("!I", length)  # want: PY2-X010
    return data + "END"


def read():
    return unpack("2s", "ab")  # want: PY2-X010


def fine(length, name, data):
    packed = struct.pack("!I", length)  # ok: PY2-X010
    packed += b"END"
    packed += struct.pack("8s", name.encode("ascii"))  # ok: PY2-X010
    size = struct.calcsize("!4sI")  # ok: PY2-X010
    return packed, size, struct.unpack("!I", data)  # ok: PY2-X010
