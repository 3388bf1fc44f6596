import registry


def get(d, name):
    if d.has_key(name):  # want: PY2-M001
        return d[name]
    return name in d, registry.has_key(name)  # ok: PY2-M001


def guarded(d, name):
    if hasattr(d, "has_key"):
        return d.has_key(name)  # want: PY2-M001 guarded
    return "d.has_key(name)"  # ok: PY2-M001
