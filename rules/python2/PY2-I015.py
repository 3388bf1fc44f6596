import unittest
from test import test_support  # want: PY2-I015
import test.test_support as support  # want: PY2-I015
from test.test_support import EnvironmentVarGuard  # want: PY2-I015

from fm.test import test_support as own  # ok: PY2-I015
from . import test_support as local  # ok: PY2-I015

try:
    from test import test_support as helpers  # want: PY2-I015 guarded
except ImportError:
    from test import support as helpers  # ok: PY2-I015


class AlarmTest(unittest.TestCase):
    def test_support(self):  # ok: PY2-I015
        with EnvironmentVarGuard() as env:
            env.set("LANG", "C")
        test_support.unlink("/tmp/alarm.db")  # ok: PY2-I015
        return support, own, local, helpers
