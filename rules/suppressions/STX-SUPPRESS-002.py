print "a"  # stxscan:ignore[PY2-001] a letter is missing  want: STX-SUPPRESS-002
print "b"  # stxscan:ignore[PY2-S001] runs on the build host  ok: STX-SUPPRESS-002
print "c"  # stxscan:ignore[PY2-S0*] a glob that some rule fits  ok: STX-SUPPRESS-002
print "d"  # stxscan:ignore[PY2-S001,NO-*] one of two  want: STX-SUPPRESS-002
text = "# stxscan:ignore[NO-001] a string  ok: STX-SUPPRESS-002"
