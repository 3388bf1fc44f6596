import BaseHTTPServer


class Handler(BaseHTTPServer.BaseHTTPRequestHandler):
    def do_GET(self):
        return self.headers.getallmatchingheaders("via")  # want: PY2-A049

    def fine(self):
        return self.headers.get("via"), self.getallmatchingheaders("via")  # ok: PY2-A049


def unseen(request, table):
    table.getallmatchingheaders("via")  # ok: PY2-A049
    return request.headers.getallmatchingheaders("via")  # want: PY2-A049
