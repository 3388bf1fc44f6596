import urllib2
from six.moves.urllib import request


class Delete(urllib2.Request):
    def get_method(self):
        return "DELETE"

    def where(self):
        return self.get_host()  # want: PY2-A030


def send(url, payload):
    plain = urllib2.Request(url)
    plain.add_data(payload)  # want: PY2-A030
    new = request.Request(url, data=payload)
    if new.has_data():  # want: PY2-A030
        new.add_header("Content-Type", "application/json")  # ok: PY2-A030
    delete = Delete(url)
    print(delete.get_selector())  # want: PY2-A030
    return new.get_method(), new.get_full_url()  # ok: PY2-A030


def both(url):
    req = request.Request(url)
    return req.get_host() if hasattr(req, "get_host") else req.host  # want: PY2-A030 guarded


def fine(form):
    form.add_data("x")  # ok: PY2-A030
    return form.get_host()  # ok: PY2-A030
