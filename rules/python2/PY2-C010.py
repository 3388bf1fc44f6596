import six


class Host(object):
    def __unicode__(self):  # want: PY2-C010
        return u"host"


@six.python_2_unicode_compatible
class Fine(object):
    def __str__(self):  # ok: PY2-C010
        return u"host"

    def __unicode__(self):  # ok: PY2-C010
        return u"host"
