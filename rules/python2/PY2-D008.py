class Stop:
    pass


class Halt(Stop):
    pass


class Fine(Exception):
    pass


class Finer(Fine):
    pass


def run(work, kind):
    try:
        if kind:
            raise Stop()  # want: PY2-D008
        raise Halt  # want: PY2-D008
    except Halt:  # want: PY2-D008
        work()
    except (Fine, Stop):  # want: PY2-D008
        raise Finer()  # ok: PY2-D008
    except Finer:  # ok: PY2-D008
        raise kind()  # ok: PY2-D008
