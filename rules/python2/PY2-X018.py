# -*- coding: utf-8 -*-
import io


def note(path):
    with open(path, "w") as f:
        f.write("20 °C")  # want: PY2-X018


def fine(path):
    with io.open(path, "w", encoding="utf-8") as f:
        f.write(u"20 °C")  # ok: PY2-X018
    with open(path, "w") as f:
        f.write("20 C")  # ok: PY2-X018
