import six


class Rows(object):
    def __iter__(self):
        return self

    def next(self):  # want: PY2-C008
        raise StopIteration


class Wizard(object):
    def next(self):  # ok: PY2-C008
        return self


class Fine(object):
    def __iter__(self):
        return self

    def __next__(self):
        raise StopIteration

    next = __next__  # ok: PY2-C008


class Generator(object):
    def __iter__(self):
        yield self.next()

    def next(self):  # ok: PY2-C008
        return 1


class WithBase(six.Iterator):
    def __iter__(self):
        return self

    def next(self):  # ok: PY2-C008
        raise StopIteration
