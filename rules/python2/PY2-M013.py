import errno


def make(path, mkdir):
    try:
        mkdir(path)
    except OSError as e:
        if e[0] == errno.EEXIST:  # want: PY2-M013
            number, text = e  # want: PY2-M013
            return number, text, e.args[0]  # ok: PY2-M013


def fine(path, rows):
    e = rows
    return e[0], path[1]  # ok: PY2-M013


def looked(work):
    try:
        work()
    except Exception as e:
        return "no host" in e  # want: PY2-M013
    except ValueError as e:
        return "no host" in str(e)  # ok: PY2-M013
