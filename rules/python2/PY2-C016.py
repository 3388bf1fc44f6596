def rows(cursor):
    for row in cursor:
        if row is None:
            raise StopIteration  # want: PY2-C016
        yield row


def more(cursor):
    yield cursor
    raise StopIteration()  # want: PY2-C016


class Rows(object):
    def __next__(self):
        raise StopIteration  # ok: PY2-C016


def caught(cursor):
    try:
        raise StopIteration  # ok: PY2-C016
    except StopIteration:
        yield cursor


class Chunks(object):
    def __init__(self, answer):
        self.answer = answer

    def __iter__(self):
        while True:
            yield self.next()  # want: PY2-C016

    def next(self):
        chunk = self.answer.read(1024)
        if not chunk:
            raise StopIteration()  # ok: PY2-C016
        return chunk

    __next__ = next

    def each(self):
        while True:
            yield next(self)  # want: PY2-C016

    def fine(self):
        while True:
            try:
                yield next(self)  # ok: PY2-C016
            except StopIteration:
                return

    def first(self):
        return next(self)  # ok: PY2-C016


class Endless(object):
    def __iter__(self):
        while True:
            yield self.next()  # ok: PY2-C016

    def next(self):
        return 1

    __next__ = next
