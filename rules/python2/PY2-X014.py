import ctypes

libc = ctypes.CDLL("libc.so.6")


def announce(name):
    libc.puts("ready")  # want: PY2-X014
    libc.puts("host %s" % name)  # want: PY2-X014


def pointer():
    return ctypes.c_char_p("name")  # want: PY2-X014


def fine(name, other):
    libc.puts(b"ready")  # ok: PY2-X014
    libc.puts(name)  # ok: PY2-X014
    other.puts("ready")  # ok: PY2-X014
    return ctypes.c_char_p(b"name"), ctypes.CDLL("libm.so.6")  # ok: PY2-X014
