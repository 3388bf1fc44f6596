import decimal


def gib(size_mib):
    return round(size_mib / 1024.0)  # want: PY2-B018


def cores(share):
    return int(round(share))  # want: PY2-B018


def percent(used, total):
    return round(100.0 * used / total, 2)  # ok: PY2-B018


def exact(value):
    return decimal.Decimal(value).quantize(1)  # ok: PY2-B018


def next_round(game, round):
    return round(game)  # ok: PY2-B018


def table(frame):
    return frame.round()  # ok: PY2-B018


def quotas(values):
    return [round(v * 0.5) for v in values]  # want: PY2-B018


def handed_on(values):
    return list(map(round, values))  # want: PY2-B018
