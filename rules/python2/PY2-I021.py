import cgi  # want: PY2-I021
import os, telnetlib  # want: PY2-I021
from pipes import quote  # want: PY2-I021
from lib2to3.pgen2 import driver  # want: PY2-I021

from six.moves import shlex_quote  # ok: PY2-I021
import wave, colorsys  # ok: PY2-I021
from agent.crypt import hash_password  # ok: PY2-I021

try:
    import crypt  # want: PY2-I021 guarded
except ImportError:
    crypt = None


def form(environ):
    return cgi.FieldStorage(environ=environ)  # ok: PY2-I021


def login(session, host):
    session.telnetlib = host  # ok: PY2-I021
    return telnetlib.Telnet(host), "import telnetlib"  # ok: PY2-I021


def others():
    return os, quote, driver, shlex_quote, wave, colorsys, hash_password


import urlparse

if not hasattr(urlparse, 'parse_qsl'):
    import cgi  # want: PY2-I021 guarded
