"""Name a host as `repr` does."""  # ok: PY2-S008
# `name` in a comment is text  # ok: PY2-S008
COMMAND = "kill `cat /var/run/agent.pid`"  # ok: PY2-S008


def describe(name, ports):
    text = "host " + `name`  # want: PY2-S008
    text += ", ports " + `ports[0]` + ", " + ports[1]  # want: PY2-S008
    if `len(ports)` == "2":  # want: PY2-S008
        text += ", both"
    print `name`, text  # want: PY2-S008
    shown = repr(name)  # ok: PY2-S008
    quoted = '`%s`' % name  # ok: PY2-S008
    return text + shown + quoted
