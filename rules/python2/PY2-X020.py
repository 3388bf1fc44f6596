import binascii
import xml.etree.ElementTree as ET
import zlib


def checksum(name):
    return zlib.crc32("host %s" % name)  # want: PY2-X020


def hexed(data):
    name = binascii.hexlify(data)  # want: PY2-X020
    return "0x" + name


def shown(element):
    text = ET.tostring(element)  # want: PY2-X020
    return text.replace("<a>", "<b>")


def fine(name, data, element):
    packed = zlib.compress(name.encode("utf-8"))  # ok: PY2-X020
    raw = binascii.unhexlify("00ff")  # ok: PY2-X020
    shown = ET.tostring(element, encoding="unicode").replace("<a>", "<b>")  # ok: PY2-X020
    text = binascii.hexlify(data).decode("ascii") + "h"  # ok: PY2-X020
    return packed, raw, shown, text, zlib.crc32(data) + 1  # ok: PY2-X020
