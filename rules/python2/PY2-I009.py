import itertools
import itertools as it
from itertools import imap, chain  # want: PY2-I009

from six.moves import zip_longest  # ok: PY2-I009


def pairs(names, values):
    return dict(itertools.izip(names, values))  # want: PY2-I009


def names(hosts):
    return list(imap(str, chain(hosts)))  # ok: PY2-I009


def up(hosts):
    return it.ifilter(None, it.islice(hosts, 8))  # want: PY2-I009


def rows(left, right):
    return zip_longest(left, itertools.count()), right  # ok: PY2-I009


def stream(rx, values):
    return rx.imap(values), "itertools.imap"  # ok: PY2-I009


try:
    zipped = itertools.izip  # want: PY2-I009 guarded
except AttributeError:
    zipped = zip
