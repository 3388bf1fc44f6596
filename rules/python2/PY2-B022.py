import six


def is_number(value):
    return isinstance(value, (int, long))  # want: PY2-B022


def is_text(value):
    return isinstance(value, (str, unicode))  # want: PY2-B022


def is_scalar(value):
    return isinstance(value, (bool, int, long, float))  # want: PY2-B022


def is_text_class(kind):
    return issubclass(kind, (unicode, str))  # want: PY2-B022


def is_real(value):
    return isinstance(value, (int, float))  # ok: PY2-B022


def is_label(value):
    return isinstance(value, (str, int))  # ok: PY2-B022


def is_any_number(value):
    return isinstance(value, six.integer_types + (float,))  # ok: PY2-B022


COLUMNS = (int, long)  # ok: PY2-B022


def check(model, value):
    return model.isinstance(value, (int, long))  # ok: PY2-B022
