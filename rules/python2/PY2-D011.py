import os
import threading


class Signal(threading._Event):  # want: PY2-D011
    pass


class Worker(threading.Thread):
    def arguments(self):
        return self._Thread__args  # want: PY2-D011

    def own(self):
        return self._kind  # ok: PY2-D011


done = threading.Event()
print(done._Event__flag, done.is_set())  # want: PY2-D011
isinstance(x, threading._Timer)  # want: PY2-D011
print(os.environ.data, os.environ.get("HOME"))  # want: PY2-D011


def fine(event):
    return event._Event__flag, threading.Event, threading._shutdown  # ok: PY2-D011


if hasattr(threading, "_Timer"):
    Timer = threading._Timer  # want: PY2-D011 guarded
else:
    Timer = threading.Timer  # ok: PY2-D011
