import atexit
import sys


def stop(cleanup):
    sys.exitfunc = cleanup  # want: PY2-A003
    atexit.register(cleanup)  # ok: PY2-A003


def forget(state):
    sys.exc_clear()  # want: PY2-A003
    state.exc_clear()  # ok: PY2-A003
