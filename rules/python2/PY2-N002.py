def half(hosts):
    return hosts[:len(hosts) / 2]  # want: PY2-N002


def middle(hosts):
    return hosts[len(hosts) / 2]  # want: PY2-N002


def steps(hosts):
    return range(len(hosts) / 2)  # want: PY2-N002


def fine(hosts):
    return hosts[len(hosts) // 2], range(2), len(hosts) / 2.0  # ok: PY2-N002
