import random


def rng():
    return random.WichmannHill(42)  # want: PY2-A021


def jump():
    random.jumpahead(7)  # want: PY2-A021


def fine(noise):
    return random.Random(42), noise.jumpahead(7)  # ok: PY2-A021
