from __future__ import print_function

import io
import sys


def platform_conf():
    return file("/etc/platform/platform.conf").read()  # want: PY2-B008


class TeeFile(file):  # want: PY2-B008
    pass


def is_stream(value):
    return isinstance(value, (file, io.IOBase))  # want: PY2-B008


def warn(message):
    print(message, file=sys.stderr)  # ok: PY2-B008


def sizes(files):
    return [len(file) for file in files]  # ok: PY2-B008


def checksum(file):
    return file.read()  # ok: PY2-B008


def upload(request):
    return request.file, __file__  # ok: PY2-B008


def manifest(path):
    with open(path) as file:
        return file.readlines()  # ok: PY2-B008
