"""Prompts of the configuration script."""
import gettext

reader = __builtins__.raw_input  # want: PY2-B019
TEXT = (str, __builtins__.unicode)  # want: PY2-B019
opener = __builtins__.open  # ok: PY2-B019
__builtins__._ = gettext.gettext  # ok: PY2-B019


def long_of(module):
    return module.long  # ok: PY2-B019


def pick():
    try:
        return __builtins__.xrange  # want: PY2-B019 guarded
    except AttributeError:
        return range


def names():
    return "__builtins__.unicode"  # ok: PY2-B019
