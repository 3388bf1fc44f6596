LOG = None


def path(name):
    return "/etc/%s.conf" % name.encode("utf-8")  # want: PY2-X015


def key(name):
    return str(name.encode("ascii"))  # want: PY2-X015


def filled(name):
    return "state of {}".format(name.encode("utf-8"))  # want: PY2-X015


def fine(name, data):
    LOG.info("name %s" % name.encode("utf-8"))  # ok: PY2-X015
    if name is None:
        raise ValueError("bad name %s" % data.encode("utf-8"))  # ok: PY2-X015
    return "/etc/%s" % name, str(name), str(data.encode("utf-8"), "utf-8")  # ok: PY2-X015
