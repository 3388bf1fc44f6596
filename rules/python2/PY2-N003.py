def pages(rows, text):
    return len(rows) / 20, int(text) / 1024  # want: PY2-N003


def fine(rows, size):
    return len(rows) // 20, size / 1024, len(rows) / 20.0, rows / len(rows), int(len(rows) / 20)  # ok: PY2-N003


KIB = 1024


class Disk(object):
    def __init__(self):
        self.size = 0
        self.share = 0.0

    def grow(self, text):
        self.size += int(text)

    def mib(self):
        return self.size / KIB  # want: PY2-N003

    def part(self):
        return self.share / KIB  # ok: PY2-N003


def shrink(text):
    size = int(text)
    size /= KIB  # want: PY2-N003
    return size


def average(rows):
    total = 0
    for row in rows:
        total += 1
    return 100 / total  # want: PY2-N003


def truncated(rows):
    shown = "%d pages" % (len(rows) / 20)  # ok: PY2-N003
    size = len(rows) * 1.5
    size /= 2  # ok: PY2-N003
    return shown, size
