# -*- coding: utf-8 -*-
"""Units of sensors: b"°C" and the like."""  # ok: PY2-S024
CELSIUS = b"°C"  # want: PY2-S024
MICRO = B'µs'  # want: PY2-S024
RAW = br"\µ"  # want: PY2-S024
# want@+1: PY2-S024
TABLE = b"""fan   %
rotor ½
"""
ESCAPED = b"\xc2\xb0C"  # ok: PY2-S024
PLAIN = b"RPM"  # ok: PY2-S024
TEXT = u"°C".encode("utf-8")  # ok: PY2-S024
NATIVE = "°C"  # ok: PY2-S024
OHM = b"Ohm"  # the sign is Ω  # ok: PY2-S024
