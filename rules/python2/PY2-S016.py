"""Connect to agents: def connect((host, port))."""  # ok: PY2-S016


def connect(agent, (host, port)):  # want: PY2-S016
    return agent.open(host, port)


def measure((low, high), unit=("KiB", 1024)):  # want: PY2-S016
    return low, high, unit


class Agent(object):
    def open(self, (host, port)=("controller", 6385)):  # want: PY2-S016
        return host, port

    def place(self, (rack, (shelf, slot))):  # want: PY2-S016
        return rack, shelf, slot

    def single(self, (host,)):  # want: PY2-S016
        return host

    def close(self, (host)):  # ok: PY2-S016
        return host

    def limit(self, span=(0, 10), *rest):  # ok: PY2-S016
        pairs = sorted(rest, key=lambda (low, high): high)  # ok: PY2-S016
        for (low, high) in pairs:  # ok: PY2-S016
            self.open((low, high))  # ok: PY2-S016
        return span
