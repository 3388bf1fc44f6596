"""Names of hosts: ur"^controller" matches the controllers."""  # ok: PY2-S021
import re

CONTROLLER = re.compile(ur"^controller-\d$")  # want: PY2-S021
WORKER = re.compile(UR'^worker-\d+$')  # want: PY2-S021
# want@+1: PY2-S021
STORAGE = re.compile(uR"""^storage-\d+
                          $""", re.X)
PLAIN = re.compile(r"^edge-\d+$")  # ok: PY2-S021
TEXT = u"worker-\u0660"  # ok: PY2-S021
RAW_BYTES = br"\x00"  # ok: PY2-S021
PREFIX = "ur'text'"  # ok: PY2-S021
ur = PREFIX  # ok: PY2-S021
ITEM = {ur: "yes"}[ur]  # ok: PY2-S021
