"""Counter arithmetic; coerce() made both operands alike."""


def ratio(used, total):
    used, total = coerce(used, total)  # want: PY2-B015
    return used * 100 / total


PAIRS = [coerce(1, 2.0)]  # want: PY2-B015


class Gauge(object):
    def coerce(self, key, value):  # ok: PY2-B015
        return self.coerce(key, float(value))  # ok: PY2-B015


def column(types, coerce=float):
    return coerce(types[0])  # ok: PY2-B015


def field(forms):
    return forms.TypedChoiceField(coerce=int)  # ok: PY2-B015
