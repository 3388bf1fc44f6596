"""Sizes of volumes; 10L was ten, as a long."""  # ok: PY2-S020
GIB = 1024L * 1024 * 1024  # want: PY2-S020
MASK = 0xFFFFFFFFl  # want: PY2-S020
MODE = 0777L  # want: PY2-S020
BITS = 0b11L | 0o17L  # want: PY2-S020
LABEL = "10L"  # ok: PY2-S020


def size(volume, x10L=None):  # ok: PY2-S020
    total = 0L  # want: PY2-S020
    total += long(volume.size)  # ok: PY2-S020
    total &= 0xFF  # ok: PY2-S020
    return total, x10L, 0777  # ok: PY2-S020
