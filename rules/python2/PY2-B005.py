import sys


def online_cpus(total):
    return [cpu for cpu in xrange(total) if cpu % 2]  # want: PY2-B005


def retries():
    for attempt in xrange(1, 6):  # want: PY2-B005
        yield attempt


def slots(total):
    from six.moves import xrange
    return list(xrange(total))  # ok: PY2-B005


def plot(chart, low, high):
    chart.axis(xrange=(low, high))  # ok: PY2-B005
    return chart.xrange  # ok: PY2-B005


def steps(total):
    if sys.version_info >= (3, 0):
        return range(total)
    return xrange(total)  # want: PY2-B005 guarded
