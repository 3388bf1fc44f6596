import six


def as_list(value):
    if type(value) == str:  # want: PY2-B023
        return [value]
    if type(value) is unicode:  # want: PY2-B023
        return [value]
    if type(value) in (str, unicode):  # want: PY2-B023
        return [value]
    return value


def is_count(value):
    return type(value) != int  # want: PY2-B023


def is_payload(value):
    return type(value) is list or type(value) == dict  # ok: PY2-B023


def is_name(value):
    return isinstance(value, six.string_types)  # ok: PY2-B023


def is_same(a, b):
    return type(a) == type(b)  # ok: PY2-B023


def is_host(row):
    return row.type == "str" and row.type(0) == str  # ok: PY2-B023


def is_flag(value, type):
    return type(value) == str  # ok: PY2-B023
