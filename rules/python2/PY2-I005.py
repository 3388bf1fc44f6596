import sys
import urllib  # ok: PY2-I005
import urllib as web
from urllib import quote  # ok: PY2-I005

from six.moves.urllib import parse


def query(values):
    return urllib.urlencode(values)  # want: PY2-I005


def path(name):
    return web.quote(name, safe="") + web.unquote(name)  # want: PY2-I005


def fetch(url):
    if sys.version_info < (3,):
        return urllib.urlopen(url)  # want: PY2-I005 guarded
    return parse.quote(url)  # ok: PY2-I005


def encode(session, values):
    return session.urllib.urlencode(values)  # ok: PY2-I005


def portable(values):
    from six.moves import urllib
    return urllib.parse.urlencode(values)  # ok: PY2-I005


DOC = "urllib.urlencode(values)"  # ok: PY2-I005
LABELS = [quote(label) for label in DOC.split()]  # ok: PY2-I005

opener = urllib._urlopener  # want: PY2-I005
