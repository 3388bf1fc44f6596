import json
import logging

LOG = logging.getLogger(__name__)


def returned(hosts):
    return hosts.keys()  # want: PY2-T015


class Inventory(object):
    def __init__(self, hosts):
        self.names = hosts.keys()  # want: PY2-T015
        self.by_kind = {"all": hosts.values()}  # want: PY2-T015

        self._fields = hosts.keys()  # ok: PY2-T015
        for name in self._fields:
            setattr(self, name, None)

    def _private(self, hosts):
        return hosts.keys()  # ok: PY2-T015

    def each(self, hosts):
        for name in self._private(hosts):
            self.show(name)
        self.show(hosts.keys())  # ok: PY2-T015

    def show(self, names):
        return ", ".join(names)


def through_a_name(hosts, found):
    names = hosts.keys()  # want: PY2-T015
    LOG.info("%d hosts", len(names))
    found.append(names)


def compared(hosts):
    if hosts.keys() == ["controller-0"]:  # want: PY2-T015
        return True
    wanted = hosts.values()  # want: PY2-T015
    return wanted == sorted(hosts)


def told(hosts, report):
    report(hosts.keys())  # want: PY2-T015
    LOG.info("hosts: %s", hosts.keys())  # want: PY2-T015


def fine(hosts, others, report):
    for name in hosts.keys():  # ok: PY2-T015
        report(name)
    if hosts.keys():  # ok: PY2-T015
        report(sorted(hosts.keys()), len(hosts.keys()), "a" in hosts.keys())  # ok: PY2-T015
    names = hosts.keys()  # ok: PY2-T015
    for name in names:
        report(name, ",".join(names))
    first, second = hosts.keys()  # ok: PY2-T015
    found = []
    found.extend(hosts.keys())  # ok: PY2-T015
    found += others.keys()  # ok: PY2-T015
    found[:] = hosts.values()  # ok: PY2-T015
    hosts.keys()  # ok: PY2-T015
    return hosts.keys() == others.keys(), [name for name in hosts.keys()]  # ok: PY2-T015


def reported_elsewhere(hosts):
    return json.dumps(hosts.keys()), hosts.keys()[0]  # ok: PY2-T015
