import re

PATTERN = "^\MemFree"
COUNT = re.compile(r"^Node\s+\d+\s+\MemTotal:")  # want: PY2-A050


def found(line):
    if re.match(PATTERN, line):  # want: PY2-A050
        return re.search("[\A-Z]", line)  # want: PY2-A050
    return re.sub("a" "\y", "", line)  # want: PY2-A050


def fine(line, pattern):
    re.compile(r"\A\b\d[\w\s\-\b]\n\x41\\M\Z\1\.")  # ok: PY2-A050
    re.compile("\n\\d\x41")  # ok: PY2-A050
    re.compile("[]\d]\Z")  # ok: PY2-A050
    return re.compile(pattern), line.split("\M")  # ok: PY2-A050
