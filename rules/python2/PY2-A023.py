import base64
from base64 import decodestring  # want: PY2-A023


def token(secret):
    return base64.encodestring(secret)  # want: PY2-A023


def fine(secret, wire):
    return base64.b64encode(secret), wire.encodestring(secret), decodestring  # ok: PY2-A023
