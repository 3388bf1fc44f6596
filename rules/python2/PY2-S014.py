"""Refuse a volume: raise (ValueError, TypeError), size."""  # ok: PY2-S014


def refuse(size, limit, trace):
    if size < 0:
        raise (ValueError, TypeError), "negative size"  # want: PY2-S014
    if size > limit:
        raise ((OverflowError, ValueError), TypeError), size  # want: PY2-S014
    if size == limit:
        raise (MemoryError, OSError), size, trace  # want: PY2-S014
    if size == 1:
        raise (ValueError), "too small"  # ok: PY2-S014
    if size == 2:
        raise ValueError("too small", size)  # ok: PY2-S014
    try:
        return limit / size
    except (ZeroDivisionError, TypeError):  # ok: PY2-S014
        raise ValueError, ("no size", size)  # ok: PY2-S014
