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
