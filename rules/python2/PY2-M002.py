import six
from future.utils import iteritems
from six import iterkeys


def lock(hosts):
    for name, host in hosts.iteritems():  # want: PY2-M002
        host.lock(name)
    for name in self_of(hosts).data.iterkeys():  # want: PY2-M002
        print(name)
    return [h for h in hosts.itervalues()]  # want: PY2-M002


def fine(hosts):
    return six.iteritems(hosts), six.itervalues(hosts), iteritems(hosts), iterkeys(hosts)  # ok: PY2-M002


def assigned(self, hosts):
    self.iteritems = hosts.items  # ok: PY2-M002


self_of = getattr
