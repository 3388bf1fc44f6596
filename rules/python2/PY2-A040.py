import os
import re
from os import stat_float_times  # want: PY2-A040
import collections

os.stat_float_times(False)  # want: PY2-A040
Host = collections.namedtuple("Host", "name", verbose=True)  # want: PY2-A040
Link = collections.namedtuple("Link", "name")  # ok: PY2-A040
print(os.stat(path).st_mtime, stat_float_times)  # ok: PY2-A040

if hasattr(os, "stat_float_times"):
    os.stat_float_times(False)  # want: PY2-A040 guarded


def is_pattern(value):
    return isinstance(value, re._pattern_type)  # want: PY2-A040
