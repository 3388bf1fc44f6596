"""Compare states; state <> "enabled" was an alarm once."""  # ok: PY2-S007
import re

EMPTY_TAG = re.compile("<>")  # ok: PY2-S007


def degraded(host, wanted, low, high):
    if host.state <> wanted:  # want: PY2-S007
        return True
    if host.kind<>"worker" and not host.ready:  # want: PY2-S007
        return True
    if low <> host.level <> high:  # want: PY2-S007
        return host.name <> ""  # want: PY2-S007
    if host.state != wanted:  # ok: PY2-S007
        return "<>" in host.name  # ok: PY2-S007
    return low < host.level > high  # ok: PY2-S007
