import imp  # want: PY2-I019
import asyncore, socket  # want: PY2-I019
from distutils.version import LooseVersion  # want: PY2-I019
from distutils import spawn  # want: PY2-I019

import importlib  # ok: PY2-I019
from setuptools import setup  # ok: PY2-I019
from agent.imp import loader  # ok: PY2-I019

try:
    from packaging.version import Version  # ok: PY2-I019
except ImportError:
    from distutils.version import StrictVersion as Version  # want: PY2-I019 guarded


class Handler(asyncore.dispatcher):  # ok: PY2-I019
    imp = "import imp"  # ok: PY2-I019


def load(path):
    return imp.load_source("hooks", path), LooseVersion, spawn  # ok: PY2-I019


def others():
    return importlib, setup, loader, Version, socket
