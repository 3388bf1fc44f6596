def pairs(names, values):
    return list(map(None, names, values))  # want: PY2-T005


def fine(names, values):
    return list(map(max, names, values)), list(filter(None, names))  # ok: PY2-T005
