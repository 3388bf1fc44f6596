def prune(hosts):
    for name in hosts.keys():  # want: PY2-T002
        if hosts[name].gone:
            del hosts[name]


def pop(hosts):
    for name, host in hosts.items():  # want: PY2-T002
        if host.gone:
            hosts.pop(name)


def fine(hosts, others):
    for name in list(hosts.keys()):  # ok: PY2-T002
        del hosts[name]
    for name in hosts.keys():  # ok: PY2-T002
        del others[name]
    for name in hosts.keys():  # ok: PY2-T002
        if hosts[name].gone:
            del hosts[name]
            break
