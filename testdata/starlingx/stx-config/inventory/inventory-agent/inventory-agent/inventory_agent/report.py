"""Reports for people. Runs on both Pythons: each old name has its guard."""
from __future__ import absolute_import
from __future__ import print_function

import sys

import six
from six.moves import range
from six.moves import urllib

from inventory_agent import constants

try:
    import ConfigParser as configparser
except ImportError:
    import configparser

try:
    text_type = unicode
except NameError:
    text_type = str

if six.PY2:
    string_types = basestring
else:
    string_types = str


def show(rows, out=sys.stdout):
    for number in range(len(rows)):
        print(number, text_type(rows[number]), sep=": ", file=out)


def confirm(question):
    if sys.version_info[0] >= 3:
        return input(question) == "yes"
    return raw_input(question) == "yes"


def link(table):
    pairs = [(k, v) for k, v in six.iteritems(table) if isinstance(v, string_types)]
    return "/report?" + urllib.parse.urlencode(pairs)


def settings():
    parser = configparser.RawConfigParser()
    parser.read(constants.CONFIG_FILE)
    return parser
