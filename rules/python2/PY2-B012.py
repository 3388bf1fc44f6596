"""Worker that applies queued actions."""


def run(action, args, kwargs):
    return apply(action, args, kwargs)  # want: PY2-B012


def ping(host):
    return host.up and apply(host.ping)  # want: PY2-B012


def apply_manifest(puppet, manifest):
    return puppet.apply(manifest)  # ok: PY2-B012


def config(system, apply=False):
    if apply:  # ok: PY2-B012
        system.commit(apply=apply)  # ok: PY2-B012


def guard(action):
    return callable(action)  # ok: PY2-B012


class Profile(object):
    def apply(self, host):  # ok: PY2-B012
        return "apply(%s)" % host  # ok: PY2-B012
