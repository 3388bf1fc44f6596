#!/usr/bin/python
# Copyright (c) 2026 The stxscan authors
# SPDX-License-Identifier: Apache-2.0
"""Sends the inventory of this host: print "x" here is only a text."""

import ConfigParser
import socket
import sys
import time
import urllib2

import collector
from constants import CONFIG_FILE, POLL_SECONDS


class Agent(object):

    def __init__(self, path=CONFIG_FILE):
        parser = ConfigParser.SafeConfigParser()
        parser.read(path)
        self.url = parser.get("controller", "url")

    def send(self, text):
        if isinstance(text, unicode):
            text = text.encode("utf-8")
        try:
            return urllib2.urlopen(self.url, text).read()
        except urllib2.HTTPError as e:
            print "refused:", e.code
        except urllib2.URLError, e:
            print "cannot reach %s: %s" % (self.url, e)
        except (socket.error, IOError), e:
            raise RuntimeError, "the network is down: %s" % e

    def run(self, rounds):
        for turn in xrange(rounds):
            print "round", turn,
            # print "a comment is no finding"
            self.send(collector.as_text())
            time.sleep(POLL_SECONDS)


def main():
    Agent().run(int(sys.argv[1]))
