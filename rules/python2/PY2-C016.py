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
