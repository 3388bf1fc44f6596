def prune(hosts):
    for name in hosts.keys():  # want: PY2-T002
        if hosts[name].gone:
            del hosts[name]


def pop(hosts):
    for name, host in hosts.items():  # want: PY2-T002
        if host.gone:
            hosts.pop(name)


def fine(hosts, others):
    for name in list(hosts.keys()):  # ok: PY2-T002
        del hosts[name]
    for name in hosts.keys():  # ok: PY2-T002
        del others[name]
    for name in hosts.keys():  # ok: PY2-T002
        if hosts[name].gone:
            del hosts[name]
            break


def forget(self, hosts):
    for name in hosts.keys():  # want: PY2-T002
        if hosts[name].gone:
            del hosts[name]
            continue
        hosts[name].seen = True
    for name in hosts.keys():  # want: PY2-T002
        for port in hosts[name].ports:
            if port.gone:
                del hosts[name]
                break


def held(self, hosts):
    names = self.hosts.keys()  # want: PY2-T002
    for name in names:
        if self.hosts[name].gone:
            del self.hosts[name]
    names = hosts.keys()  # want: PY2-T002
    if self.prune:
        for name in names:
            del hosts[name]


def held_fine(self, hosts, others):
    names = list(hosts.keys())  # ok: PY2-T002
    for name in names:
        del hosts[name]
    names = hosts.keys()  # ok: PY2-T002
    names = sorted(names)
    for name in names:
        del hosts[name]
    names = others.keys()  # ok: PY2-T002
    others = {}
    for name in names:
        others.pop(name, None)
    names = self.hosts.keys()  # ok: PY2-T002
    self.hosts = {}
    for name in names:
        self.hosts.pop(name, None)
    names = hosts.keys()  # ok: PY2-T002
    if self.some:
        names = self.some
    for name in names:
        del hosts[name]
    names = hosts.keys()  # ok: PY2-T002
    while self.more():
        for name in names:
            del hosts[name]
        names = self.next()


def taken_over(hosts):
    names = hosts.keys()  # ok: PY2-T002
    for hosts in ():
        pass
    for name in names:
        del hosts[name]
