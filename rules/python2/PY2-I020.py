import importlib
import logging

import mock
from oslo_utils import importutils

io_module = __import__("StringIO")  # want: PY2-I020
http = importlib.import_module("urllib2")  # want: PY2-I020
config = importutils.import_module("ConfigParser")  # want: PY2-I020
LOG = logging.getLogger("urllib2")  # ok: PY2-I020
json = importutils.import_module("json")  # ok: PY2-I020
parser = importlib.import_module("six.moves.configparser")  # ok: PY2-I020
local = importlib.import_module("agent.user")  # ok: PY2-I020


@mock.patch("__builtin__.open")  # want: PY2-I020
@mock.patch("six.moves.builtins.open")  # ok: PY2-I020
@mock.patch("agent.config.open", create=True)  # ok: PY2-I020
def test_open(opened, *others):
    with mock.patch("urllib2.urlopen"):  # want: PY2-I020
        return opened, others


@mock.patch("urllib.urlopen")  # want: PY2-I020
@mock.patch("os.getcwdu")  # want: PY2-I020
@mock.patch("threading._Event")  # want: PY2-I020
@mock.patch("threading.Event")  # ok: PY2-I020
@mock.patch("imp.load_source")  # ok: PY2-I020
@mock.patch("platform.linux_distribution")  # ok: PY2-I020
def test_names(*others):
    return others


def load(name, registry):
    registry.import_module("StringIO")  # ok: PY2-I020
    return __import__(name)  # ok: PY2-I020


try:
    queue = __import__("Queue")  # want: PY2-I020 guarded
except ImportError:
    queue = __import__("queue")  # ok: PY2-I020
