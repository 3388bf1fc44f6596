def order(hosts, by_name):
    hosts.sort(lambda a, b: a.rank - b.rank)  # want: PY2-M015
    hosts.sort(cmp=by_name)  # want: PY2-M015
    return sorted(hosts, by_name)  # want: PY2-M015


def fine(hosts, by_name, query):
    hosts.sort(key=by_name, reverse=True)  # ok: PY2-M015
    return sorted(hosts, key=by_name), query.sort("name"), hosts.sort()  # ok: PY2-M015
