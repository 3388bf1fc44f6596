"""Apply a change and undo it on failure: raise kind, value, trace."""  # ok: PY2-S012
import sys

import six


def apply(change, undo):
    try:
        change()
    except ValueError:
        kind, value, trace = sys.exc_info()
        undo()
        raise kind, value, trace  # want: PY2-S012
    except KeyError as e:
        raise LookupError(str(e)), None, sys.exc_info()[2]  # want: PY2-S012
    except IOError:
        info = sys.exc_info()
        raise info[0], info[1], info[2]  # want: PY2-S012
    except OSError:
        six.reraise(*sys.exc_info())  # ok: PY2-S012
    except TypeError as e:
        raise RuntimeError, e  # ok: PY2-S012
    except NameError as e:
        raise RuntimeError(e, None, sys.exc_info()[2])  # ok: PY2-S012
    except AttributeError:
        raise  # ok: PY2-S012
