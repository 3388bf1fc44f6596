def blank(f):
    return f.softspace  # want: PY2-M016


def fine(f):
    f.softspace = 0  # ok: PY2-M016
    return f.mode  # ok: PY2-M016
