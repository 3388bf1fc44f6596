"""Sizes of volumes: sum(size for size in sizes, 0)."""  # ok: PY2-S029


def total(sizes, extra):
    size = sum(size for size in sizes,)  # want: PY2-S029
    largest = max(size for size in sizes, *extra)  # want: PY2-S029
    names = ", ".join(str(size) for size in sizes if size,)  # want: PY2-S029
    size += sum(size for size in sizes)  # ok: PY2-S029
    size += sum((size for size in sizes), 0)  # ok: PY2-S029
    size += sum([size for size in sizes], 0)  # ok: PY2-S029
    size += sum((size for size in sizes),)  # ok: PY2-S029
    pairs = dict((low, high) for low, high in extra)  # ok: PY2-S029
    known = any(size in (1, 2) for size in sizes)  # ok: PY2-S029
    return largest, names, size, pairs, known
