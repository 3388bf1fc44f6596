import collections


def take(host):
    hosts = {"first": host, "second": host}
    return hosts.popitem()  # want: PY2-T012


def fine(cache):
    order = collections.OrderedDict()
    order.popitem(last=False)  # ok: PY2-T012
    return cache.popitem(), {}.pop("name", None)  # ok: PY2-T012
