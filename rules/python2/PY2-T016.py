import logging
import subprocess

from six.moves import filter as lazy_filter

LOG = logging.getLogger(__name__)


def returned(words):
    return map(int, words)  # want: PY2-T016


def asked(hosts, is_up):
    up = filter(is_up, hosts)  # want: PY2-T016
    if not up:
        return None
    for host in up:
        return host


def asked_at_once(hosts, is_up):
    return "none" if not filter(is_up, hosts) else "some"  # want: PY2-T016


def either(hosts, is_up):
    for host in filter(is_up, hosts) or hosts:  # want: PY2-T016
        LOG.info(host)


class Board(object):
    def __init__(self, names, values):
        self.pairs = zip(names, values)  # want: PY2-T016


def shown(words, report):
    print(map(int, words))  # want: PY2-T016
    report(map(int, words))  # want: PY2-T016


def fine(words, names, pool):
    for word in map(int, words):  # ok: PY2-T016
        LOG.info(word)
    numbers = map(int, words)  # ok: PY2-T016
    total = sum(numbers)
    pairs = dict(zip(names, words))  # ok: PY2-T016
    kept = list(filter(None, words))  # ok: PY2-T016
    a, b = map(int, words)  # ok: PY2-T016
    subprocess.call(map(str, words))  # ok: PY2-T016
    lazy = lazy_filter(None, words)  # ok: PY2-T016
    return total, pairs, kept, a + b, lazy, pool.map(int, words)  # ok: PY2-T016
