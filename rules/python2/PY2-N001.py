import os
import time


def mib(size):
    return size / 1024  # want: PY2-N001


class Disk(object):
    def halve(self):
        self.size /= 2  # want: PY2-N001


def told(_, size, total):
    print(_("%s MiB") % size / 1024)  # ok: PY2-N001
    return _("%s of %s MiB") % (size, total) / 1024  # ok: PY2-N001


def fine(size, started):
    elapsed = (time.time() - started) / 60  # ok: PY2-N001
    share = size / 100.0  # ok: PY2-N001
    ratio = float(size) / 3  # ok: PY2-N001
    whole = int(size / 1024)  # ok: PY2-N001
    shown = "%d MiB" % (size / 1024)  # ok: PY2-N001
    path = "etc" / size  # ok: PY2-N001
    near = round(elapsed)
    hours = near / 60  # ok: PY2-N001
    return elapsed, share, ratio, whole, shown, path, hours, size // 2  # ok: PY2-N001
