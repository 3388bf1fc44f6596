def count(f):
    n = 0
    for _ in f.xreadlines():  # want: PY2-M005
        n += 1
    return n, f.readlines()  # ok: PY2-M005


def others(reader):
    return reader.xreadlines(4096)  # ok: PY2-M005
