"""Choose an interface, or raise "no interface"."""  # ok: PY2-S013


def choose(interfaces, name, failures):
    if not interfaces:
        raise "no interface"  # want: PY2-S013
    if name not in interfaces:
        raise "no interface %s" % name  # want: PY2-S013
    if len(interfaces) > 64:
        raise "too many interfaces: " \
            "64 is the limit"  # want@-1: PY2-S013
    if name == "lo":
        raise ValueError("lo is reserved")  # ok: PY2-S013
    if name == "mgmt":
        raise failures["mgmt"]  # ok: PY2-S013
    if name == "oam":
        raise ValueError, "oam is reserved"  # ok: PY2-S013
    return "raise 'text'"  # ok: PY2-S013
