import dbm  # ok: PY2-I001
import httplib  # want: PY2-I001
import os, Queue as queues  # want: PY2-I001
from ConfigParser import RawConfigParser  # want: PY2-I001
from cStringIO import StringIO  # want: PY2-I001

import six.moves.http_client as http  # ok: PY2-I001
from six.moves import configparser  # ok: PY2-I001
from six.moves.urllib.parse import urlparse  # ok: PY2-I001

try:
    import cPickle as pickle  # want: PY2-I001 guarded
except ImportError:
    import pickle  # ok: PY2-I001

if configparser.__name__ == "ConfigParser":  # ok: PY2-I001
    import thread  # want: PY2-I001


def connect(host):
    import xmlrpclib  # want: PY2-I001
    return xmlrpclib.ServerProxy(host), httplib.HTTPConnection(host)  # ok: PY2-I001


def repr_of(value):
    return repr(value), queues.Queue, RawConfigParser, StringIO  # ok: PY2-I001
