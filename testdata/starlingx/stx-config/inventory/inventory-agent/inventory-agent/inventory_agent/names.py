# -*- coding: latin-1 -*-
"""Names of sites. This file is Latin-1: "é" is one byte of it."""

SITES = {1: u"Zürich", 2: u"Orléans", 3: u"Århus"}


def name(number):
    if isinstance(number, (int, long)):
        return SITES.get(number)
    print u"Siège inconnu:", unicode(number)
