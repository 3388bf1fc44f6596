class Old(object):
    def __nonzero__(self, *rest):  # want: PY2-C003
        return rest


class Served(object):
    def __nonzero__(self, *rest):  # ok: PY2-C003
        return rest

    __bool__ = __nonzero__  # ok: PY2-C003


class Odd(object):
    def __nonzero__(self, other):  # ok: PY2-C003
        return other
