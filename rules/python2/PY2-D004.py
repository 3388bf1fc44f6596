ERRORS = [IOError, OSError]
FINE = (IOError, OSError)


class Client(object):
    retried = [IOError]

    def get(self, work):
        try:
            work()
        except ERRORS:  # want: PY2-D004
            return 1
        except [ValueError, KeyError] as e:  # want: PY2-D004
            return e
        except self.retried:  # want: PY2-D004
            return 2
        except FINE:  # ok: PY2-D004
            return 3
        except (TypeError, tuple(ERRORS)):  # ok: PY2-D004
            return 4
        except tuple(ERRORS):  # ok: PY2-D004
            return 5
