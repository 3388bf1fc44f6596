import base64
from base64 import b64decode


def header(user, word):
    return base64.b64encode("%s:%s" % (user, word)).strip()  # want: PY2-X004


def authorization(raw):
    return "Basic " + base64.b64encode(raw)  # want: PY2-X004


def parts(encoded):
    user, word = b64decode(encoded).split(":")  # want: PY2-X004
    return user, word


def fine(raw, encoded):
    text = base64.b64encode(raw.encode("utf-8")).decode("ascii")  # ok: PY2-X004
    return "Basic " + text, b64decode(encoded), base64.b64encode(b"bytes")  # ok: PY2-X004


def stored(payload, word, path):
    payload["word"] = base64.b64encode(word)  # want: PY2-X004
    with open(path, "rb") as f:
        data = base64.urlsafe_b64encode(f.read())  # want: PY2-X004
    payload.update({"data": data})


def kept(payload, encoded, path):
    payload["word"] = b64decode(encoded)  # ok: PY2-X004
    with open(path, "wb") as f:
        f.write(base64.b64encode(payload["raw"]))  # ok: PY2-X004


class Secret(object):
    def __init__(self, data):
        self.crt = b64decode(data["crt"]).strip() if "crt" in data else ""  # want: PY2-X004
        self.key = b64decode(data["key"])  # ok: PY2-X004
