import sys

if sys.version_info[0] < 3:
    sys.setdefaultencoding("utf-8")  # want: PY2-A004 guarded

sys.setdefaultencoding("utf-8")  # want: PY2-A004


def encoding(codec):
    return sys.getdefaultencoding(), codec.setdefaultencoding("utf-8")  # ok: PY2-A004
