class Host(object):
    def __eq__(self, other):  # want: PY2-C015
        return self.name == other.name


class Fine(object):
    def __eq__(self, other):  # ok: PY2-C015
        return self.name == other.name

    def __ne__(self, other):
        return not self == other


class Derived(Fine):
    def __eq__(self, other):  # ok: PY2-C015
        return self is other
