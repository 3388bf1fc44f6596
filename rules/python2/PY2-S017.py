"""Order file systems: key=lambda (name, size): size."""  # ok: PY2-S017
import operator


def order(sizes):
    pairs = sorted(sizes.items(), key=lambda (name, size): size)  # want: PY2-S017
    names = map(lambda (name, _): name, pairs)  # want: PY2-S017
    total = reduce(lambda total, (name, size): total + size, pairs, 0)  # want: PY2-S017
    first = lambda (name,): name  # want: PY2-S017
    largest = max(pairs, key=lambda pair: pair[1])  # ok: PY2-S017
    pairs.sort(key=operator.itemgetter(1))  # ok: PY2-S017
    lowest = min(sizes, key=lambda (name): name)  # ok: PY2-S017
    both = map(lambda name, size: (name, size), names, names)  # ok: PY2-S017
    span = lambda limits=(0, 10): limits  # ok: PY2-S017
    return total, first, largest, lowest, both, span
