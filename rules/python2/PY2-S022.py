"""Pairs of controllers: [i for i in 0, 1]."""  # ok: PY2-S022


def names(active, standby, ports):
    both = ["controller-%d" % i for i in 0, 1]  # want: PY2-S022
    ready = [name for name in active, standby if name]  # want: PY2-S022
    pairs = [(a, b) for a in (0, 1) for b in active, standby]  # want: PY2-S022
    calls = [f() for f in lambda: 1, lambda: 2]  # want: PY2-S022
    fine = [i for i in (0, 1)]  # ok: PY2-S022
    split = [host + port for host, port in ports]  # ok: PY2-S022
    items = [i for i in [0, 1]], 2  # ok: PY2-S022
    found = [i for i in range(0, 2)]  # ok: PY2-S022
    for name in active, standby:  # ok: PY2-S022
        both.append(name)
    total = sum(i for i in (0, 1))  # ok: PY2-S022
    return ready, pairs, calls, fine, split, items, found, total
