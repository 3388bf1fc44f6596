import cgi
from cgi import escape  # want: PY2-A025


def cell(name):
    return cgi.escape(name)  # want: PY2-A025


def query(text):
    return cgi.parse_qs(text)  # want: PY2-A025


def fine(name, page):
    return cgi.FieldStorage(), page.escape(name), escape  # ok: PY2-A025
