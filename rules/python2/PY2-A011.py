import os
from os import getcwdu  # want: PY2-A011


def here(shell):
    return os.getcwdu()  # want: PY2-A011


def fine(shell):
    return os.getcwd(), shell.getcwdu(), getcwdu  # ok: PY2-A011
