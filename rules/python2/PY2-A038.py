import collections
import inspect
import ssl
import subprocess
from HTMLParser import HTMLParser, HTMLParseError  # want: PY2-A038
from six.moves import http_client

info = inspect.getmoduleinfo(path)  # want: PY2-A038
text = collections.MutableString()  # want: PY2-A038
old = http_client.HTTP("localhost")  # want: PY2-A038
most = subprocess.MAXFD if hasattr(subprocess, "MAXFD") else 256  # want: PY2-A038 guarded
fine = inspect.getmodulename(path), ssl.SSLContext, http_client.HTTPConnection  # ok: PY2-A038


def check(inspect, text):
    try:
        most = subprocess.MAXFD  # want: PY2-A038 guarded
    except AttributeError:
        most = 256
    return inspect.getmoduleinfo(text), most, text.MAXFD  # ok: PY2-A038


class Page(HTMLParser):
    def feed(self, text):
        try:
            HTMLParser.feed(self, text)  # ok: PY2-A038
        except HTMLParseError:
            pass
