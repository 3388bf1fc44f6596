import functools


def by_name(hosts):
    return sorted(hosts, key=functools.cmp_to_key(
        lambda a, b: cmp(a.name, b.name)))  # want: PY2-B014


def by_size(disks):
    disks.sort(cmp)  # want: PY2-B014


def version_order(versions, order):
    return sorted(versions, cmp=order)  # ok: PY2-B014


def same_tree(filecmp, left, right):
    return filecmp.cmp(left, right)  # ok: PY2-B014


def compare(a, b):
    def cmp(x, y):
        return (x > y) - (x < y)
    return cmp(a, b)  # ok: PY2-B014


class Version(object):
    def __cmp__(self, other):
        return cmp(self.key, other.key)  # want: PY2-B014
