def name():
    '''The name of the host.

    >>> name()
    u'controller-0'
    '''  # want@-4: PY2-X023
    return u"controller-0"


def fine():
    '''The name of the host.

    >>> print(fine())
    controller-0
    '''  # ok: PY2-X023
    return u"controller-0"
