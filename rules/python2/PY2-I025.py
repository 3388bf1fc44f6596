import binascii  # ok: PY2-I025
import binhex  # want: PY2-I025
from . import binhex as ours  # ok: PY2-I025
