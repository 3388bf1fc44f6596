"""Measure images: from os.path import * in a function."""  # ok: PY2-S023
from os import *  # ok: PY2-S023

try:
    from stat import *  # ok: PY2-S023
except ImportError:
    from os.path import *  # ok: PY2-S023


def measure(path):
    from os.path import *  # want: PY2-S023
    if path:
        from stat import *  # want: PY2-S023
    return path


class Image(object):
    from stat import *  # want: PY2-S023

    def size(self, path):
        from os.path import getsize  # ok: PY2-S023
        import os.path as paths  # ok: PY2-S023
        return getsize(path) * len(paths.sep)
