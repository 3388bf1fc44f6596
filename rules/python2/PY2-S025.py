"""Defaults of services; True = 1 was needed before Python 2.3."""  # ok: PY2-S025
try:
    True
except NameError:
    True, False = 1, 0  # want: PY2-S025
False = 0  # want: PY2-S025
on = True = 1  # want: PY2-S025


def configure(name, False=0):  # want: PY2-S025
    return configure(name, True=1)  # want: PY2-S025


def force(name, True):  # want: PY2-S025
    return name


def defaults(name, enabled=True, owner=None):  # ok: PY2-S025
    state = locked = None  # ok: PY2-S025
    table = {True: "on", None: "off"}  # ok: PY2-S025
    same = enabled == True, owner != None  # ok: PY2-S025
    configure(name,
              None, owner=enabled)  # ok: PY2-S025
    pick = lambda value=None: value  # ok: PY2-S025
    text = "None = 1, False = 0"  # ok: PY2-S025
    if owner is None: state = "free"  # ok: PY2-S025
    return state, locked, table, same, pick, text
