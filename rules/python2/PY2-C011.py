class Host:  # want: PY2-C011
    pass


class Port():  # want: PY2-C011
    pass


class Link(object):  # ok: PY2-C011
    pass


class Alarm(Link):  # ok: PY2-C011
    class Inner:  # want: PY2-C011
        pass


class Made:  # ok: PY2-C011
    __metaclass__ = type
