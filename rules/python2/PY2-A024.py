import array
import xml.etree.ElementTree as ET
from xml.etree import cElementTree

from lxml import etree


def names(path):
    root = ET.parse(path).getroot()
    for child in root:
        print(child.getchildren())  # want: PY2-A024
    for host in root.findall("host"):
        yield host.find("name").getiterator()  # want: PY2-A024
    yield cElementTree.fromstring("<a/>").getchildren()[0]  # want: PY2-A024


class Frame(object):
    def __init__(self):
        self.data = array.array("B")

    def write(self):
        return self.data.tostring()  # want: PY2-A024


def fine(path, node):
    tree = etree.parse(path).getroot()
    yield tree.getchildren(), node.getchildren()  # ok: PY2-A024
    yield ET.fromstring("<a/>"), ET.tostring(node)  # ok: PY2-A024
    yield array.array("B").tobytes()  # ok: PY2-A024


def below(node, parser):
    return list(node.getchildren())  # ok: PY2-A024
