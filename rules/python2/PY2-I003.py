import hashlib
import md5  # want: PY2-I003
import os, popen2  # want: PY2-I003
from compiler.ast import flatten  # want: PY2-I003
from exceptions import ValueError as BadValue  # want: PY2-I003
from sets import Set as NameSet  # want: PY2-I003

import types as new  # ok: PY2-I003
from curses import wrapper  # ok: PY2-I003
from sysinv.common import exceptions  # ok: PY2-I003
from . import user  # ok: PY2-I003

try:
    import rfc822  # want: PY2-I003 guarded
except ImportError:
    rfc822 = None

USER = "import user"  # ok: PY2-I003


def digest(data):
    try:
        from hashlib import sha1
    except ImportError:
        import sha  # want: PY2-I003 guarded
        sha1 = sha.new
    return sha1(data), hashlib.md5(data), md5.new(data)  # ok: PY2-I003


def flat(rows):
    return flatten(rows), NameSet(rows), BadValue, popen2, wrapper, exceptions, user
