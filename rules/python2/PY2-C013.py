import os

hosts = ["controller-0"]


class Ports(object):
    base = 2100
    names = ["a", "b"]
    all = [base + n for n in range(4)]  # want: PY2-C013
    pairs = [(n, m) for n in range(2) for m in names]  # want: PY2-C013
    some = [n for n in range(4) if n in names]  # want: PY2-C013
    deep = [[base + n for n in range(m)] for m in range(4)]  # want: PY2-C013
    first = [n for n in names]  # ok: PY2-C013
    own = [base for base in names]  # ok: PY2-C013
    path = [os.path.join(n, "x") for n in names]  # ok: PY2-C013
    late = [(lambda: base) for n in names]  # ok: PY2-C013
    lazy = tuple(n + base for n in names)  # ok: PY2-C013
    hosts = [h for h in hosts if h in hosts]  # ok: PY2-C013

    id = 1
    ids = [id for n in range(4)]  # ok: PY2-C013

    def method(self):
        base = 3
        return [base + n for n in range(4)]  # ok: PY2-C013


class Checked(object):
    base = 1
    try:
        all = [base + n for n in range(4)]  # want: PY2-C013 guarded
    except NameError:
        all = []
