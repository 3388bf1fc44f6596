"""Show what a worker node offers; print -1 means that nothing is known."""  # ok: PY2-S005
EXAMPLE = "print [cores]"  # ok: PY2-S005


def show(cores, offset, nodes):
    print [cores]  # want: PY2-S005
    print ["cores"] + nodes  # want: PY2-S005
    print -offset  # want: PY2-S005
    print +offset, cores  # want: PY2-S005
    print [0, cores]  # want: PY2-S005
    print -1 * offset  # want: PY2-S005
    print([cores])  # ok: PY2-S005
    print (-offset)  # ok: PY2-S005
    print cores - offset  # ok: PY2-S005
    print "cores", [cores]  # ok: PY2-S005
    print ~offset  # ok: PY2-S005
    print {"cores": cores}  # ok: PY2-S005
    print [node for node in nodes]  # ok: PY2-S005
    prints = nodes
    return prints [0] - offset  # ok: PY2-S005
