import weakref


class Cache(object):
    def __init__(self):
        self.hosts = weakref.WeakKeyDictionary()

    def refs(self):
        return list(self.hosts.iterkeyrefs())  # want: PY2-A035

    def fine(self):
        return self.hosts.keyrefs()  # ok: PY2-A035


def other(cache):
    return cache.iterkeyrefs()  # ok: PY2-A035
