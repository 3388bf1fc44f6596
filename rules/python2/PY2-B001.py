"""Alarm text helpers; unicode() in a docstring is no finding."""
import six

LOG_FORMAT = "unicode: %s"  # ok: PY2-B001


def entity_text(value):
    if isinstance(value, unicode):  # want: PY2-B001
        return value
    return unicode(value, "utf-8")  # want: PY2-B001


def reason_text(reason):
    if six.PY2:
        return unicode(reason)  # want: PY2-B001 guarded
    return str(reason)


class AlarmView(object):
    def __init__(self, unicode=True):  # ok: PY2-B001
        self.unicode = unicode  # ok: PY2-B001

    def render(self, table):
        table.draw(unicode=self.unicode)  # ok: PY2-B001
        return callable(table.unicode)  # ok: PY2-B001


def safe_text(value):
    try:
        return unicode(value)  # want: PY2-B001 guarded
    except NameError:
        return str(value)
