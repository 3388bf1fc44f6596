class Port(object):
    def __hex__(self):  # want: PY2-C007
        return "0x1"

    def __coerce__(self, other):  # want: PY2-C007
        return self, other


class Fine(object):
    def __index__(self):  # ok: PY2-C007
        return 1

    def __hex__(self):  # ok: PY2-C007
        return "0x1"
