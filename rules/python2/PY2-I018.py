import pygtk  # want: PY2-I018
import yum  # want: PY2-I018
from bzrlib.branch import Branch  # want: PY2-I018
from BeautifulSoup import BeautifulSoup  # want: PY2-I018

import MySQLdb  # ok: PY2-I018
import ldap, memcache  # ok: PY2-I018
from bs4 import BeautifulSoup as Soup  # ok: PY2-I018
from build.yum import repos  # ok: PY2-I018
from rpmUtils.miscutils import stringToVersion  # want: PY2-I018

try:
    import gtk  # want: PY2-I018 guarded
except ImportError:
    gtk = None


def refresh(host):
    """Runs yum on the host."""
    return host.run("yum makecache"), host.yum  # ok: PY2-I018


def packages():
    return yum.YumBase(), Branch, pygtk, Soup, BeautifulSoup, MySQLdb, ldap, memcache, repos, stringToVersion
