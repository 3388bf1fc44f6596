"""Configuration files of a host, on Python 2 and 3. Nothing tests this package."""
from __future__ import absolute_import
from __future__ import print_function

import os
import sys

import six

ETC = '/etc/'


def interface_file(name):
    return ETC + 'sysconfig/network-scripts/' + 'ifcfg-' + name


def write_interface(name, settings):
    path = interface_file(name)
    with open(path, 'w') as out:
        for key, value in sorted(six.iteritems(settings)):
            print('%s=%s' % (key, value), file=out)
    os.chmod(path, 0o644)


def encode(text):
    if sys.version_info >= (3,):
        return text.encode('utf-8')
    if isinstance(text, unicode):
        return text.encode('utf-8')
    return text
