import sys


def note(log):
    log.error("%s: %s", sys.exc_type, log)  # want: PY2-A002
    log.error(sys.exc_info()[1])  # ok: PY2-A002
    return log.exc_value  # ok: PY2-A002


def trace():
    return sys.exc_traceback  # want: PY2-A002
