def both(old, new):
    return dict(old.items() + new.items())  # want: PY2-T013


def fine(old, new):
    return list(old.items()) + list(new.items()), old.total() + new.total()  # ok: PY2-T013
