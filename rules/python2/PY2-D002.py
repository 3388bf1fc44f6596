def last(hosts, log):
    names = [host.name for host in hosts]
    log(host)  # want: PY2-D002
    return names


def other_value(hosts, host, log):
    names = [host.name for host in hosts]
    log(host)  # want: PY2-D002
    return names


def in_a_loop(hosts, log):
    for host in hosts:
        ports = [host.name for host in host.children]
        log(host, ports)  # want: PY2-D002


def nested(rows, log):
    cells = [cell for row in rows for cell in row]
    log(row, cells)  # want: PY2-D002


def fine(hosts, log, found):
    names = [host.name for host in hosts]
    for host in hosts:
        log(host)  # ok: PY2-D002
    log(found, [host for host in hosts], [id for id in hosts])
    return id(names)  # ok: PY2-D002


def rebound(hosts, log):
    names = [host.name for host in hosts]
    host = names[0]
    log(host)  # ok: PY2-D002


def bound_by_the_statement(hosts, log):
    for host in [host for host in hosts if host.up]:
        log(host)  # ok: PY2-D002
    hosts = [hosts for hosts in hosts]
    sizes = [size for size in hosts]
    for size in sizes:
        log(size)
    return hosts, size  # ok: PY2-D002


def generators(hosts, log):
    names = list(name for name in hosts)
    log({port for port in hosts}, {key: 1 for key in hosts})
    return [lambda: name for name in names]  # ok: PY2-D002


def arms(hosts, log):
    if log:
        names = [host.name for host in hosts]
    else:
        with log(hosts) as host:
            names = host.name  # ok: PY2-D002
    return names


try:
    sizes = [size for size in open("sizes")]
    total = size  # want: PY2-D002 guarded
except NameError:
    total = 0
