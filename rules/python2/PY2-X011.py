def line(name):
    return name.encode("utf-8") + "\n"  # want: PY2-X011


def greeting(name):
    return b"hello {}".format(name)  # want: PY2-X011


def filled():
    return b"state=%s" % "up"  # want: PY2-X011


def found(name):
    data = name.encode("utf-8")
    return "root" in data  # want: PY2-X011


def listed(first, second):
    return ", ".join([first.encode("utf-8"), second])  # want: PY2-X011


def begins(name):
    return "controller-0".startswith(name.encode("ascii"))  # want: PY2-X011


def fine(name, data):
    if isinstance(data, bytes):
        data = data + b"\n"  # ok: PY2-X011
    sent = name.encode("utf-8") + b"\n"  # ok: PY2-X011
    kept = name.encode("utf-8").decode("utf-8") + "\n"  # ok: PY2-X011
    either = data + "\n"  # ok: PY2-X011
    return sent, kept, either, b"%d" % 3, b",".join([b"a"]), b"a" in sent  # ok: PY2-X011
