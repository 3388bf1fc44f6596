"""Repositories of patches."""

import os
import subprocess
import urllib

CREATEREPO = '/usr/bin/createrepo'
MODE = 0755


def refresh(path, groups=None):
    if not os.path.isdir(path):
        os.makedirs(path, MODE)
    subprocess.check_call([CREATEREPO, '--update', path])
    if groups:
        subprocess.call("cd %s && createrepo -g %s ." % (path, groups), shell=True)


def force(path):
    """Runs rpm -Uvh on everything, as a last resort."""
    return os.system("rpm -Uvh --force %s/*.rpm" % path)


def url(host, options):
    return "http://%s/updates?%s" % (host, urllib.urlencode(options))


def total(packages):
    sizes = map(lambda (name, size): size, packages)
    return reduce(lambda a, b: a + b, sizes, 0L)
