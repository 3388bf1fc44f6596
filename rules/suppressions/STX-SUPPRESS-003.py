print "a"  # stxscan:ignore[PY2-S001] until=2018-12-31 the agent is rewritten  want: STX-SUPPRESS-003
print "b"  # stxscan:ignore[PY2-S001] until=2098-12-31 the agent is rewritten  ok: STX-SUPPRESS-003
print "c"  # stxscan:ignore[PY2-S001] for good  ok: STX-SUPPRESS-003
# stxscan:ignore[PY2-S001] until=2018-10-01 of the next line  want: STX-SUPPRESS-003
print "d"
