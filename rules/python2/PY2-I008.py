import os, urllib2  # want: PY2-I008
import urllib2 as http  # want: PY2-I008
import urllib, urllib2, json as codec  # want: PY2-I008

import urllib2  # ok: PY2-I008
import urllib as web, socket  # ok: PY2-I008
from urllib2 import urlopen as fetch  # ok: PY2-I008
import six.moves.urllib.request as urllib_request  # ok: PY2-I008

try:
    import urllib2 as opener  # want: PY2-I008 guarded
except ImportError:
    import urllib.request as opener  # ok: PY2-I008


def get(url):
    return http.urlopen(url), fetch(url), urllib2.urlopen(url)  # ok: PY2-I008


def home():
    return os.environ, urllib, codec, web, socket, urllib_request, opener
