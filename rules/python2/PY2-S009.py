"""Find a host, or say why not: except LookupError, e."""  # ok: PY2-S009
import socket


def find(hosts, name):
    try:
        return hosts[name]
    except KeyError, e:  # want: PY2-S009
        print "unknown host", e
    except (socket.error, IOError), failure:  # want: PY2-S009
        print failure
    except ValueError, TypeError:  # want: PY2-S009
        print "not a name"
    except AttributeError as e:  # ok: PY2-S009
        print e
    except (ImportError, NameError):  # ok: PY2-S009
        pass
    except OSError:  # ok: PY2-S009
        pass
    except EOFError, (code, text):  # ok: PY2-S009
        print "except EOFError, e", code, text  # ok: PY2-S009
