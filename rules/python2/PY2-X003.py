import hashlib
import hmac
import json


def digest(user, realm):
    h = hashlib.sha256()
    h.update(json.dumps({"user": user}))  # want: PY2-X003
    h.update(str(realm))  # want: PY2-X003
    return h.hexdigest()


def short(user):
    return hashlib.md5("user-%s" % user).hexdigest()  # want: PY2-X003


def signed(message):
    return hmac.new("secret", message, hashlib.sha1).digest()  # want: PY2-X003


def fine(text, settings):
    settings.update("text")  # ok: PY2-X003
    hashlib.md5(b"bytes").update(text.encode("utf-8"))  # ok: PY2-X003
    return hashlib.md5(("user-%s" % text).encode("utf-8"))  # ok: PY2-X003


def signature(certificate):
    return hashlib.md5(certificate).hexdigest()  # want: PY2-X003


def encoded(certificate):
    certificate = certificate.encode("utf-8")
    return hashlib.md5(certificate).hexdigest()  # ok: PY2-X003


def asked(certificate):
    if isinstance(certificate, bytes):
        return hashlib.md5(certificate).hexdigest()  # ok: PY2-X003
