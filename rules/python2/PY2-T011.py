def started(hosts, is_up, start):
    up = filter(is_up, hosts)  # ok: PY2-T011
    if up:
        start(up)


def missing(hosts, is_up):
    up = filter(is_up, hosts)  # ok: PY2-T011
    if not up:
        raise ValueError("none is up")
    return list(up)


def twice(words):
    numbers = map(int, words)  # want: PY2-T011
    low = min(numbers)
    return low, max(numbers)


def nested(rows, words):
    columns = zip(words, rows)  # want: PY2-T011
    for row in rows:
        for column in columns:
            row.append(column)


def fine(hosts, is_up, words):
    once = map(int, words)  # ok: PY2-T011
    kept = list(filter(is_up, hosts))  # ok: PY2-T011
    if kept:
        once = sum(once)
    pairs = zip(words, hosts)  # ok: PY2-T011
    if hosts:
        for pair in pairs:
            print(pair)
    else:
        for pair in pairs:
            print(pair, "down")
    for group in hosts:
        members = filter(is_up, group)  # ok: PY2-T011
        for member in members:
            print(member)
    return once, kept
