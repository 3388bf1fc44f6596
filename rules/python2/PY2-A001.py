import sys
import sys as system
from sys import maxint  # want: PY2-A001


def limit(hosts):
    return min(len(hosts), sys.maxint)  # want: PY2-A001


def other(rx):
    return rx.maxint, sys.maxsize, "sys.maxint"  # ok: PY2-A001


top = system.maxint - 1  # want: PY2-A001

try:
    most = sys.maxint  # want: PY2-A001 guarded
except AttributeError:
    most = sys.maxsize
