import subprocess


def devices():
    words = subprocess.check_output(["lsblk", "-n"]).split()
    return list(map(str, words))  # want: PY2-B024


def labels(rows):
    return ",".join(map(unicode, rows))  # want: PY2-B024


def frames(parts):
    return list(map(bytes, parts))  # want: PY2-B024


def sizes(words):
    return list(map(int, words))  # ok: PY2-B024


def stripped(words):
    return list(map(str.strip, words))  # ok: PY2-B024


def cpus():
    return ",".join(map(str, range(4)))  # ok: PY2-B024


def ports():
    return ",".join(map(str, [5000, 6385]))  # ok: PY2-B024


def draw(canvas, str):
    return map(str, canvas)  # ok: PY2-B024


def render(pool, rows):
    return pool.map(str, rows)  # ok: PY2-B024
