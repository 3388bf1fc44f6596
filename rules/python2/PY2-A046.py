import re
import unittest
from six.moves.urllib.request import urlopen

suite = unittest.makeSuite(TestHosts)  # want: PY2-A046
page = urlopen(url, cafile=path)  # want: PY2-A046
pattern = re.template("x")  # want: PY2-A046
fine = unittest.TestLoader().loadTestsFromTestCase(TestHosts)  # ok: PY2-A046
same = urlopen(url, timeout=3), re.compile("x")  # ok: PY2-A046
