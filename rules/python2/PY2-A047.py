import unittest

import testtools


class TestHosts(unittest.TestCase):
    def test_count(self):
        self.assertEquals(2, 2)  # want: PY2-A047
        self.assert_(True)  # want: PY2-A047
        self.assertRaisesRegexp(ValueError, "x", int, "x")  # want: PY2-A047
        self.failUnless(True)  # want: PY2-A047
        self.assertEqual(2, 2)  # ok: PY2-A047


class TestTools(testtools.TestCase):
    def test_count(self):
        self.assertEquals(2, 2)  # ok: PY2-A047


class Old(unittest.TestCase):
    def assertAlmostEquals(self, a, b):
        self.assertEqual(round(a), round(b))

    def test_count(self):
        self.assertAlmostEquals(2, 2)  # ok: PY2-A047


class Elsewhere(base.TestCase):
    def test_count(self):
        self.assertEquals(2, 2)  # want: PY2-A047
        self.assertAlmostEquals(2, 2)  # ok: PY2-A047
