"""Refuse a host: raise ValueError, "no such host"."""  # ok: PY2-S011
import errors


def refuse(name, state, trace):
    if not name:
        raise ValueError, "a host needs a name"  # want: PY2-S011
    if name == "localhost":
        raise errors.Reserved, (name, state)  # want: PY2-S011
    if state == "locked":
        raise (RuntimeError), "%s is locked" % name  # want: PY2-S011
    if state == "lost": raise LookupError, name  # want: PY2-S011
    if state == "failed":
        raise ValueError, name, trace  # ok: PY2-S011
    if state == "busy":
        raise errors.Busy(name, state)  # ok: PY2-S011
    if state == "gone":
        raise errors.Gone  # ok: PY2-S011
    if state == "odd":
        raise (errors.Odd)  # ok: PY2-S011
    return "raise ValueError, name"  # ok: PY2-S011
