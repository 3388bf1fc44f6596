def name(raw):
    return "controller".decode("utf-8"), str(raw).decode("ascii")  # want: PY2-M009


def fine(raw):
    return b"controller".decode("utf-8"), raw.decode("utf-8")  # ok: PY2-M009
