def first(names, values):
    return zip(names, values)[0]  # want: PY2-T006


def count(names, values):
    pairs = zip(names, values)
    return len(pairs)  # want: PY2-T006


def fine(names, values):
    pairs = zip(names, values)
    return dict(pairs), list(zip(names, values))[0]  # ok: PY2-T006


def changed(names, values):
    pairs = zip(names, values)  # want: PY2-T006
    pairs.append(("all", 0))
    return pairs
