import abc

import six


class Driver(object):
    __metaclass__ = abc.ABCMeta  # want: PY2-C001


@six.add_metaclass(abc.ABCMeta)
class Fine(object):
    """Has no __metaclass__ of its own."""

    kind = "__metaclass__"  # ok: PY2-C001
    meta = type  # ok: PY2-C001


class Named(object):
    def __metaclass__(self):  # ok: PY2-C001
        return None


class Made(object):
    def __metaclass__(name, bases, members):  # want: PY2-C001
        return type(name, bases, members)
