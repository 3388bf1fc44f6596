def names(hosts):
    found = hosts.keys()
    found.sort()  # want: PY2-M014
    return found


def direct(hosts):
    hosts.items().sort()  # want: PY2-M014


def fine(hosts):
    found = list(hosts.keys())
    found.sort()  # ok: PY2-M014
    return found, sorted(hosts.keys())  # ok: PY2-M014
