import six


def common(old, new):
    return old.viewkeys() & new.viewkeys()  # want: PY2-M003


def fine(old, new):
    return six.viewkeys(old), set(old) & set(new)  # ok: PY2-M003


def displays():
    names = []
    return names.viewitems(), (1, 2).viewvalues()  # ok: PY2-M003
