import sys

import six


def as_list(hosts):
    if isinstance(hosts, basestring):  # want: PY2-B002
        return [hosts]
    return list(hosts)


def is_label(value, kinds=(int, basestring)):  # want: PY2-B002
    return isinstance(value, kinds)


if sys.version_info[0] < 3:
    LABEL_TYPES = (basestring,)  # want: PY2-B002 guarded
else:
    LABEL_TYPES = (str,)


def is_name(value):
    return isinstance(value, six.string_types)  # ok: PY2-B002


def quote(value, basestring=str):  # ok: PY2-B002
    # basestring is a parameter here
    return isinstance(value, basestring)  # ok: PY2-B002


def schema(types):
    return types.basestring  # ok: PY2-B002
