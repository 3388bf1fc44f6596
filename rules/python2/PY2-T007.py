import random


def cpus():
    return range(4) + [8]  # want: PY2-T007


def stored():
    first = range(4)
    return first + [8]  # want: PY2-T007


def fine():
    return range(4)[1], list(range(4)) + [8], [n + 1 for n in range(4)]  # ok: PY2-T007


def changed(count):
    numbers = range(count)  # want: PY2-T007
    random.shuffle(numbers)
    cpus = range(count)  # want: PY2-T007
    cpus[0] = -1
    left = range(count)  # want: PY2-T007
    left.remove(0)
    return random.choice(range(count)), reversed(range(count))  # ok: PY2-T007


def grown():
    first = range(4)  # want: PY2-T007
    first.append(8)
    first[0] = 7
    return first


def also_fine():
    first = list(range(4))
    first.append(8)  # ok: PY2-T007
    second = range(4)
    return first, second[0], second[1:]  # ok: PY2-T007
