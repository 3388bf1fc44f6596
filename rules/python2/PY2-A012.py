import os


def dump():
    return os.popen2("sm-dump"), os.popen3("sm-dump")  # want: PY2-A012 x2


def scratch():
    return os.tmpnam()  # want: PY2-A012


def fine(pool):
    return os.popen("sm-dump"), pool.popen2("x"), os.tempdir  # ok: PY2-A012
