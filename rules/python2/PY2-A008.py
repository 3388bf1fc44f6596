import string
from string import maketrans  # want: PY2-A008

table = string.maketrans("-", "_")  # want: PY2-A008


def fine(text, codec):
    return text.translate({45: u"_"}), codec.maketrans("-", "_"), maketrans  # ok: PY2-A008
