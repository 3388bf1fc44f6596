def total(add, first, second):
    return list(map(add, first, second))  # want: PY2-T009


def fine(add, first, second, pool):
    return pool.map(add, first, second), list(map(add, first)), list(zip(first, second))  # ok: PY2-T009
