print "a"  # stxscan:ignore[PY2-S001]
# want@-1: STX-SUPPRESS-005
print "b"  # stxscan:ignore[PY2-S001] until=2098-12-31
# want@-1: STX-SUPPRESS-005
print "c"  # stxscan:ignore[PY2-S001] the build host has Python 2  ok: STX-SUPPRESS-005
text = "# stxscan:ignore[PY2-S001]"  # ok: STX-SUPPRESS-005
