import xml.etree.cElementTree as ET  # want: PY2-I014
from xml.etree import cElementTree  # want: PY2-I014
from xml.etree.cElementTree import SubElement  # want: PY2-I014

import xml.etree.ElementTree  # ok: PY2-I014
from xml.etree import ElementTree as etree  # ok: PY2-I014
from lxml import etree as lxml_etree  # ok: PY2-I014

try:
    import xml.etree.cElementTree as fast  # want: PY2-I014 guarded
except ImportError:
    import xml.etree.ElementTree as fast  # ok: PY2-I014


def load(path):
    """Reads with cElementTree."""
    return ET.parse(path), cElementTree.parse(path), SubElement  # ok: PY2-I014


def others():
    return etree, lxml_etree, fast, xml
