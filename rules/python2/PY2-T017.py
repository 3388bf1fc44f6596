def kept(node, report):
    node.cpus = range(4)  # want: PY2-T017
    report(range(4))  # want: PY2-T017
    return range(8)  # want: PY2-T017


def compared(cpus):
    return sorted(cpus) == range(4)  # want: PY2-T017


def fine(cpus, report):
    for cpu in range(4):  # ok: PY2-T017
        report(cpu, range(4)[1], cpu in range(8))  # ok: PY2-T017
    numbers = range(9)  # ok: PY2-T017
    if numbers:
        report(numbers[0], len(numbers))
    return list(range(4)), dict(zip(range(4), cpus))  # ok: PY2-T017
