"""Poll hosts: [(yield host) for host in hosts]."""  # ok: PY2-S030


def poll(hosts):
    states = [(yield host) for host in hosts]  # want: PY2-S030
    table = dict((host, (yield host)) for host in hosts)  # want: PY2-S030
    ready = [host for host in hosts if (yield host)]  # want: PY2-S030
    names = set((yield) for host in hosts)  # want: PY2-S030
    for host in [host for host in hosts if host]:
        yield host  # ok: PY2-S030
    later = [lambda: (yield host) for host in hosts]  # ok: PY2-S030
    more = [host for host in (yield)]  # ok: PY2-S030
    print states, table, ready, names, later, more
    yield [host for host in hosts]  # ok: PY2-S030
