import UserDict  # want: PY2-I004
from UserDict import DictMixin  # want: PY2-I004
import six

from six.moves import UserDict as BaseDict  # ok: PY2-I004


class Settings(UserDict.UserDict):  # want: PY2-I004
    pass


class Rows(DictMixin):  # ok: PY2-I004
    def keys(self):
        return []


class Ordered(UserDict.IterableUserDict, object):  # want: PY2-I004
    pass


class Shared(BaseDict):  # ok: PY2-I004
    """Like UserDict.UserDict."""


class Portable(six.moves.UserDict):  # ok: PY2-I004
    def UserDict(self, model):  # ok: PY2-I004
        return model.UserDict  # ok: PY2-I004
