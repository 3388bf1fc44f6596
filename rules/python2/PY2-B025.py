import struct


def message_type(packet):
    return ord(packet[0])  # want: PY2-B025


def mac(data):
    return ":".join("%02x" % ord(data[i]) for i in range(6))  # want: PY2-B025


def flags(packet):
    return ord(packet[1:2])  # ok: PY2-B025


def letter(name):
    return ord("a") + len(name)  # ok: PY2-B025


def checksum(text):
    return sum(ord(c) for c in text)  # ok: PY2-B025


def version(packet):
    return struct.unpack("!B", packet[3:4])  # ok: PY2-B025


def decode(codec, packet):
    return codec.ord(packet[0])  # ok: PY2-B025


def shadowed(packet, ord):
    return ord(packet[0])  # ok: PY2-B025


class Reader(object):
    def __init__(self, path):
        self.data = open(path, "rb").read()

    def kind(self):
        first = self.data[0]
        return ord(first)  # want: PY2-B025

    def total(self):
        return sum(ord(c) for c in self.data)  # want: PY2-B025


def initial(host):
    name = "host-%s" % host
    return ord(name[0])  # ok: PY2-B025
