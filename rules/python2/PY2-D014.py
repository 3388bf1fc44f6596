import socket

from agent import errors
from agent.errors import HostError

BROKEN = (IOError, OSError)
LISTED = [IOError, OSError]


class Client(object):
    def get(self, work):
        try:
            work()
        except (ValueError, BROKEN):  # want: PY2-D014
            return 1
        except (ValueError, (KeyError, IndexError)) as e:  # want: PY2-D014
            return e
        except (socket.timeout, LISTED):  # want: PY2-D014
            return 2
        except (IOError, self.connection_errors):  # want: PY2-D014
            return 3

    def ask(self, work):
        try:
            work()
        except errors:  # want: PY2-D014
            return 1
        except (errors.NoAnswer, ValueError):  # ok: PY2-D014
            return 2
        except BROKEN:  # ok: PY2-D014
            return 3
        except (ValueError,) + BROKEN:  # ok: PY2-D014
            return 4
        except self.connection_errors:  # ok: PY2-D014
            return 5
        except (HostError, socket.error):  # ok: PY2-D014
            return 6
