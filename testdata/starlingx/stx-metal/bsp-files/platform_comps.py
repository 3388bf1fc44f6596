#!/usr/bin/env python
"""Writes comps.xml: which packages a kind of host installs."""
from __future__ import print_function

import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree


def package_name(path):
    query = ['rpm', '-qp',
             '--queryformat', '%{NAME}',
             path]
    return subprocess.check_output(query).decode('utf-8')


def write(folder, personality):
    comps = ElementTree.Element('comps')
    kind = ElementTree.SubElement(comps, 'group')
    ElementTree.SubElement(kind, 'id').text = 'platform-' + personality
    packages = ElementTree.SubElement(kind, 'packagelist')
    for name in sorted(os.listdir(folder)):
        if name.endswith('.rpm'):
            item = ElementTree.SubElement(packages, 'packagereq')
            item.text = package_name(os.path.join(folder, name))
    ElementTree.ElementTree(comps).write('comps.xml')
    print('createrepo -g comps.xml', folder)


if __name__ == '__main__':
    write(sys.argv[1], sys.argv[2])
