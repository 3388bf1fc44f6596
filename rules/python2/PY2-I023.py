import threading  # ok: PY2-I023
import dummy_threading  # want: PY2-I023
from _dummy_thread import allocate_lock  # want: PY2-I023

try:
    import threading as threads
except ImportError:
    import dummy_threading as threads  # want: PY2-I023 guarded
