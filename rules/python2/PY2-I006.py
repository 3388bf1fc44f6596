import urllib2  # want: PY2-I006
from urllib2 import HTTPError  # want: PY2-I006
import urllib2 as http  # ok: PY2-I006

import six.moves.urllib.request as request  # ok: PY2-I006

try:
    from urllib2 import build_opener  # want: PY2-I006 guarded
except ImportError:
    from urllib.request import build_opener  # ok: PY2-I006


def token(url, body):
    req = urllib2.Request(url)  # want: PY2-I006
    try:
        return urllib2.urlopen(req, body)  # want: PY2-I006
    except (HTTPError, urllib2.URLError):  # want: PY2-I006
        return None


def alarms(url):
    return http.urlopen(url), request.urlopen(url)  # want: PY2-I006


def shadowed(urllib2, url):
    return urllib2.urlopen(url)  # ok: PY2-I006


def patched(mock):
    return mock.urllib2.urlopen, "urllib2.urlopen"  # ok: PY2-I006
