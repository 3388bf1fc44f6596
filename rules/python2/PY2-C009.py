class Host(object):
    def __eq__(self, other):  # want: PY2-C009
        return self is other


class Fine(object):
    def __eq__(self, other):  # ok: PY2-C009
        return self is other

    def __hash__(self):
        return 1


class Inherits(Fine):
    def __eq__(self, other):  # ok: PY2-C009
        return True

    __hash__ = Fine.__hash__
