class Old(object):
    def __getslice__(self, *rest):  # want: PY2-C006
        return rest


class Served(object):
    def __getslice__(self, *rest):  # ok: PY2-C006
        return rest

    __getitem__ = __getslice__  # ok: PY2-C006
