def half(hosts):
    return hosts[:len(hosts) / 2]  # want: PY2-N002


def middle(hosts):
    return hosts[len(hosts) / 2]  # want: PY2-N002


def steps(hosts):
    return range(len(hosts) / 2)  # want: PY2-N002


def fine(hosts):
    return hosts[len(hosts) // 2], range(2), len(hosts) / 2.0  # ok: PY2-N002


def shared(hosts):
    middle = len(hosts) / 2  # want: PY2-N002
    return hosts[:middle], hosts[middle:]


def line(width):
    return "-" * (width / 2)  # want: PY2-N002


def tried(timeout, interval):
    for attempt in range(timeout / interval):  # want: PY2-N002
        print(attempt)


def padded(name, width):
    indent = (int(width) - len(name)) / 2  # want: PY2-N002
    return name.rjust(indent)


def also_fine(hosts, width):
    middle = int(len(hosts) / 2)  # ok: PY2-N002
    sizes = {}
    rest = (width - 1.5) / 2  # ok: PY2-N002
    return hosts[middle], sizes[width / 2], "-" * int(width / 2), rest  # ok: PY2-N002
