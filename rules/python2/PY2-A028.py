import time
from time import clock  # want: PY2-A028


def start():
    return time.clock()  # want: PY2-A028


def fine(board):
    return time.time(), board.clock(), clock  # ok: PY2-A028
