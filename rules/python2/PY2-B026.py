import operator


def over(limit):
    return limit > None  # want: PY2-B026


def latest(first, second):
    return max([None, first, second])  # want: PY2-B026


def order(first):
    return sorted([first, None])  # want: PY2-B026


def lowest(value):
    return min(value, None)  # want: PY2-B026


def missing(limit):
    return limit is None or limit == None or limit != None  # ok: PY2-B026


def within(limits):
    return None in limits and len(limits) < 3  # ok: PY2-B026


def ranked(values):
    return sorted([None, values], key=operator.truth)  # ok: PY2-B026


def highest(values):
    return max(values, key=None)  # ok: PY2-B026


def widest(table):
    return table.max([None, 1])  # ok: PY2-B026


def limited(rows, limit=None):
    return len(rows) > limit  # want: PY2-B026


def chosen(options):
    count = options.get("count")
    return count < 3  # want: PY2-B026


class Timer(object):
    def __init__(self):
        self.ends = None

    def start(self, now):
        self.ends = now + 5

    def expired(self, now):
        return now > self.ends  # want: PY2-B026

    def late(self, now):
        return self.ends is not None and now > self.ends  # ok: PY2-B026


def cut(rows, limit=None):
    if limit is None:
        return rows
    return len(rows) > limit  # ok: PY2-B026


def counted(options, limit=None):
    count = options.get("count", 0)
    limit = limit or 5
    return count < limit  # ok: PY2-B026
