def known(name, hosts):
    return name in hosts.keys()  # want: PY2-T014


def unknown(name, hosts):
    return name not in hosts.keys()  # want: PY2-T014


def fine(name, hosts):
    return name in hosts, name in hosts.values(), name in sorted(hosts.keys())  # ok: PY2-T014
