class Old(object):
    def __div__(self, *rest):  # want: PY2-C005
        return rest


class Served(object):
    def __div__(self, *rest):  # ok: PY2-C005
        return rest

    __truediv__ = __div__  # ok: PY2-C005
