import json
import random


def first(hosts):
    return hosts.keys()[0]  # want: PY2-T001


def stored(hosts):
    found = hosts.values()
    return found[1:]  # want: PY2-T001


def more(hosts):
    return hosts.keys() + ["all"]  # want: PY2-T001


def fine(hosts):
    for name in hosts.keys():  # ok: PY2-T001
        print(name, list(hosts.values())[0], len(hosts.items()))  # ok: PY2-T001
    found = hosts.keys()
    found = list(found)
    return found[0], sorted(hosts.items())[0], hosts.values(1)[0]  # ok: PY2-T001


def handed_over(hosts, counts):
    names = hosts.keys()  # want: PY2-T001
    names.append("all")
    pick = random.choice(hosts.values())  # want: PY2-T001
    body = json.dumps({"hosts": hosts.keys()})  # want: PY2-T001
    return pick, body, random.choice(list(hosts)), counts.values().total()  # ok: PY2-T001


class Names(object):
    def __init__(self, hosts):
        self.names = hosts.keys()  # want: PY2-T001

    def add(self, name):
        self.names.append(name)  # ok: PY2-T001

    def known(self):
        return sorted(self.names), "all" in self.names  # ok: PY2-T001


def names(hosts):
    return hosts.keys()  # want: PY2-T001


def first_name(hosts):
    return names(hosts)[0]  # ok: PY2-T001


def written(json, hosts):
    return json.dumps(list(hosts.keys()))  # ok: PY2-T001
