"""Modes of files: 0640 for what holds secrets."""  # ok: PY2-S019
import os

MODES = {"conf": 0640, "run": 00755}  # want: PY2-S019
MASK = -0755  # want: PY2-S019
TEXT = "0640"  # ok: PY2-S019


def protect(path, day="2018-09-01"):  # ok: PY2-S019
    os.chmod(path, 0600)  # want: PY2-S019
    os.umask(022)  # want: PY2-S019
    os.chmod(path, 0o600)  # ok: PY2-S019
    os.chmod(path, 0)  # ok: PY2-S019
    ratio = 00.5 + 01e3 + 0e1  # ok: PY2-S019
    phase = 0777j  # ok: PY2-S019
    nothing = 00  # ok: PY2-S019
    mask = 0x0755  # ok: PY2-S019
    large = 0777L  # ok: PY2-S019
    return ratio, phase, nothing, mask, large
