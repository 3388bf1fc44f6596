class Old(object):
    def __cmp__(self, *rest):  # want: PY2-C004
        return rest


class Served(object):
    def __cmp__(self, *rest):  # ok: PY2-C004
        return rest

    __lt__ = __cmp__  # ok: PY2-C004
