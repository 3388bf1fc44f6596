import urllib  # ok: PY2-I007
from urllib import urlencode  # want: PY2-I007
from urllib import quote as quote_path, unquote  # want: PY2-I007

from six.moves.urllib.parse import quote_plus  # ok: PY2-I007
from sysinv.urllib import urlopen  # ok: PY2-I007

try:
    from urllib import urlretrieve  # want: PY2-I007 guarded
except ImportError:
    from urllib.request import urlretrieve  # ok: PY2-I007


def query(values):
    return urllib.urlencode(values) + urlencode(values)  # ok: PY2-I007


def fetch(url):
    from urllib import splithost  # want: PY2-I007
    return splithost(url), urlopen(url), urlretrieve  # ok: PY2-I007


TEXT = """
from urllib import urlencode
"""  # ok: PY2-I007
NAMES = [quote_path(TEXT), unquote(TEXT), quote_plus(TEXT)]
