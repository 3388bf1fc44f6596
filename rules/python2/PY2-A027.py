import gettext


def translate(domain):
    t = gettext.translation(domain)
    return t.ugettext, t.ungettext  # want: PY2-A027 x2


def fine(t):
    return t.gettext, t.ngettext, getattr(t, "ugettext", None)  # ok: PY2-A027


class Catalog(object):
    def ugettext(self, text):
        return self.ugettext(text)  # ok: PY2-A027
