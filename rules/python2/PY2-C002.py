__metaclass__ = type  # want: PY2-C002


def fine():
    __metaclass__ = type  # ok: PY2-C002
    return __metaclass__
