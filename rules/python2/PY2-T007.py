def cpus():
    return range(4) + [8]  # want: PY2-T007


def stored():
    first = range(4)
    return first + [8]  # want: PY2-T007


def fine():
    return range(4)[1], list(range(4)) + [8], [n + 1 for n in range(4)]  # ok: PY2-T007


def grown():
    first = range(4)
    first.append(8)  # want: PY2-T007
    first[0] = 7  # want: PY2-T007
    return first


def same(found):
    return [0, 1] == range(2)  # want: PY2-T007


def also_fine():
    first = list(range(4))
    first.append(8)  # ok: PY2-T007
    second = range(4)
    return first, second[0], second[1:]  # ok: PY2-T007
