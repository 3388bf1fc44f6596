import plistlib
from plistlib import writePlist  # want: PY2-A036

info = plistlib.readPlist(path)  # want: PY2-A036
if hasattr(plistlib, "readPlist"):
    info = plistlib.readPlist(path)  # want: PY2-A036 guarded
else:
    info = plistlib.load(path)  # ok: PY2-A036


def fine(plistlib):
    return plistlib.readPlist(writePlist)  # ok: PY2-A036
