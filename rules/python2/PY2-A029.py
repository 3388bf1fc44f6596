import contextlib
import urllib2

import BaseHTTPServer
from six.moves import http_client
from six.moves.urllib.request import urlopen


class Handler(BaseHTTPServer.BaseHTTPRequestHandler):
    def do_POST(self):
        return self.rfile.read(int(self.headers.getheader("content-length")))  # want: PY2-A029

    def do_GET(self):
        return self.headers.get("content-type")  # ok: PY2-A029


class Verbose(Handler):
    def do_PUT(self):
        message = self.headers
        return message.getfirstmatchingheader("via"), message.dict  # want: PY2-A029 x2


def fetch(url, answer):
    response = urllib2.urlopen(url)
    size = response.info().getheader("Content-Length")  # want: PY2-A029
    with contextlib.closing(urlopen(url)) as page:
        kind = page.headers.gettype()  # want: PY2-A029
    other = answer.info().getheader("Date")  # want: PY2-A029
    return size, kind, other, response.info().get("Date")  # ok: PY2-A029


def ask(host):
    connection = http_client.HTTPConnection(host)
    answer = connection.getresponse()
    try:
        old = answer.msg.getheaders("via")  # want: PY2-A029 guarded
    except AttributeError:
        old = answer.msg.get_all("via")  # ok: PY2-A029
    return old, answer.getheader("date"), answer.getheaders()  # ok: PY2-A029


def failed(url):
    try:
        fetch(url, None)
    except urllib2.HTTPError as e:
        return e.hdrs.getheader("Retry-After")  # want: PY2-A029


def others(table, message):
    return table.getheader("x"), message.dict, message.headers  # ok: PY2-A029
