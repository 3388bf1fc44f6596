"""Collects what the host is made of, with the tools of the system."""

import commands
import os
import subprocess
from StringIO import StringIO

RELEASE = os.path.join("/etc", "centos-release")


def packages():
    """One package a line, as rpm -qa would show them."""
    process = subprocess.Popen(
        ["/usr/bin/rpm",
         "-qa",
         "--queryformat", "%{NAME} %{VERSION}-%{RELEASE}\n"],
        stdout=subprocess.PIPE)
    return process.communicate()[0]


def board():
    status, name = commands.getstatusoutput("dmidecode -s baseboard-product-name")
    if status <> 0:
        return "unknown, status " + `status`
    return name


def services():
    os.system("/sbin/chkconfig --list > /tmp/services 2>/dev/null")
    return file("/tmp/services").readlines()


def as_text(facts=None):
    facts = facts or {"board": board(), "packages": packages()}
    out = StringIO()
    if not facts.has_key("services"):
        facts["services"] = services()
    for name, value in facts.iteritems():
        if isinstance(value, basestring):
            print >>out, "%s: %s" % (name, value)
    os.chmod("/var/lib/inventory", 0750)
    return out.getvalue()
