import unittest

import testtools


class TestHosts(unittest.TestCase):
    def test_names(self):
        self.assertItemsEqual([1], [1])  # want: PY2-A032
        self.assertEqual([1], [1])  # ok: PY2-A032


class TestMore(TestHosts):
    def test_more(self):
        self.assertItemsEqual([1], [1])  # want: PY2-A032


class Both(unittest.TestCase):
    def check(self, a, b):
        if hasattr(self, "assertItemsEqual"):
            self.assertItemsEqual(a, b)  # want: PY2-A032 guarded
        else:
            self.assertCountEqual(a, b)  # ok: PY2-A032


class Elsewhere(base.TestCase):
    def test(self):
        self.assertItemsEqual([1], [1])  # want: PY2-A032


class Tools(testtools.TestCase):
    def test(self):
        self.assertItemsEqual([1], [1])  # ok: PY2-A032
