import parser  # ok: PY2-A043
import hmac
from six.moves.html_parser import HTMLParser

tree = parser.expr(text)


class Page(HTMLParser):
    def close(self):
        self.error("unfinished")  # want: PY2-A043


class Quiet(HTMLParser):
    def error(self, message):
        pass

    def close(self):
        self.error("unfinished")  # ok: PY2-A043


digest = hmac.new(key, text).digest()  # ok: PY2-A043
