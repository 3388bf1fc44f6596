import logging

LOG = logging.getLogger(__name__)


class ProvisionError(StandardError):  # want: PY2-B017
    """A StandardError on Python 2."""


def provision(host):
    try:
        host.provision()
    except (IOError, StandardError) as e:  # want: PY2-B017
        LOG.error("StandardError: %s", e)  # ok: PY2-B017


class ModelErrors(object):
    class StandardError(Exception):  # ok: PY2-B017
        pass

    def known(self, error):
        return isinstance(error, self.StandardError)  # ok: PY2-B017


def retry(client):
    try:
        client.call()
    except client.StandardError:  # ok: PY2-B017
        client.call()
