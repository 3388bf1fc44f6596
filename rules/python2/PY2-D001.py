def run(work, report):
    try:
        work()
    except ValueError as e:
        report("failed")
    report(e)  # want: PY2-D001


def bound_before(work, report):
    err = None
    try:
        work()
    except ValueError as err:
        report("failed")
    if err:  # want: PY2-D001
        report(err)


def fine(work, report):
    try:
        work()
    except ValueError as e:
        return report(e)  # ok: PY2-D001
    except KeyError as e:
        report(e)  # ok: PY2-D001
    e = 1
    report(e)  # ok: PY2-D001


def again(work, report):
    for _ in range(2):
        try:
            work()
        except ValueError as e:
            report(e)  # ok: PY2-D001
    try:
        work()
    except KeyError as e:
        report(e, report(e=1), [e for e in work()])  # ok: PY2-D001


def two_clauses(work, report):
    try:
        work()
    except ValueError as e:
        report("value")
    except KeyError as e:
        report("key")
    report(e)  # want: PY2-D001
