import gettext
import inspect
import random

t = gettext.translation("sysinv", codeset="utf-8")  # want: PY2-A044
text = t.lgettext("host")  # want: PY2-A044
print(inspect.formatargspec(*spec))  # want: PY2-A044
random.shuffle(hosts, random=random.random)  # want: PY2-A044
random.shuffle(hosts)  # ok: PY2-A044
plain = gettext.translation("sysinv").gettext("host")  # ok: PY2-A044


def fine(t):
    return t.lgettext("host"), t.shuffle(random=1)  # ok: PY2-A044
