# -*- coding: utf-8 -*-
from six import unichr as code_point

DEGREE = unichr(176)  # want: PY2-B004
BLOCKS = [unichr(c) for c in range(0x2581, 0x2589)]  # want: PY2-B004
HELP = "unichr(176) is the degree sign"  # ok: PY2-B004


def sensor_unit(font):
    return font.unichr(176)  # ok: PY2-B004


def bar(level):
    return code_point(0x2581 + level)  # ok: PY2-B004


def spark(levels):
    from six import unichr
    return "".join(unichr(0x2581 + l) for l in levels)  # ok: PY2-B004


try:
    to_char = unichr  # want: PY2-B004 guarded
except NameError:
    to_char = chr
