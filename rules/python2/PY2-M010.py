import codecs


def digest(data):
    return data.encode("hex"), data.decode('base64')  # want: PY2-M010


def unescape(data):
    return data.decode("string_escape")  # want: PY2-M010


def fine(data):
    return data.encode("utf-8"), codecs.encode(data, "hex"), data.decode("unicode_escape")  # ok: PY2-M010


def opened(path):
    return open(path, encoding="hex"), open(path, encoding="utf-8")  # want: PY2-M010
