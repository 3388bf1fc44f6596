import string
from string import atoi, Template  # want: PY2-A007


def words(line):
    return string.split(string.strip(line), ":")  # want: PY2-A007 x2


def port(text):
    return string.atoi(text) or atoi(text)  # want: PY2-A007


def fine(line, string):
    return string.split(line), line.split(":"), Template(line)  # ok: PY2-A007


def table(line):
    return string.capwords(line), string.Formatter()  # ok: PY2-A007
