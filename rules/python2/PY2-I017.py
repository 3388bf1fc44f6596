import collections
import collections as col
from collections import MutableMapping, OrderedDict  # want: PY2-I017

import six
from six.moves import collections_abc  # ok: PY2-I017

try:
    from collections.abc import Sequence  # ok: PY2-I017
except ImportError:
    from collections import Sequence  # want: PY2-I017 guarded


def is_mapping(value):
    return isinstance(value, collections.Mapping)  # want: PY2-I017


def is_list(value):
    return isinstance(value, (Sequence, collections_abc.Set))  # ok: PY2-I017


def flat(values):
    return isinstance(values, col.Iterable)  # want: PY2-I017


def counted(values):
    return collections.Counter(values), collections.deque(values)  # ok: PY2-I017


class Table(MutableMapping):  # ok: PY2-I017
    rows = OrderedDict()  # ok: PY2-I017


def mapping(model):
    return model.collections.Mapping, six  # ok: PY2-I017
