import functools
import operator


def total_size(disks):
    return reduce(operator.add, [d.size for d in disks], 0)  # want: PY2-B009


FOLD = {"any": reduce}  # want: PY2-B009


def widest(rows):
    return functools.reduce(max, rows)  # ok: PY2-B009


def product(values):
    from functools import reduce
    return reduce(operator.mul, values, 1)  # ok: PY2-B009


def shared(values):
    from six.moves import reduce as fold
    return fold(operator.add, values)  # ok: PY2-B009


class Trace(object):
    def reduce(self, samples):  # ok: PY2-B009
        return self.reduce(samples[1:])  # ok: PY2-B009
