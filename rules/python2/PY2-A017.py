import ConfigParser
from ConfigParser import SafeConfigParser  # want: PY2-A017
from six.moves import configparser


def read(f):
    parser = configparser.RawConfigParser()
    parser.readfp(f)  # want: PY2-A017
    safe = ConfigParser.SafeConfigParser()  # want: PY2-A017
    safe.readfp(f)  # want: PY2-A017
    return safe, SafeConfigParser


class Settings(configparser.ConfigParser):
    def load(self, f):
        self.readfp(f)  # want: PY2-A017

    def both(self, f):
        try:
            self.read_file(f)  # ok: PY2-A017
        except AttributeError:
            self.readfp(f)  # want: PY2-A017 guarded


def unseen(parser, f):
    parser.readfp(f)  # want: PY2-A017
    return configparser.ConfigParser()  # ok: PY2-A017
