"""Filter the lines of a log: lambda (line): line."""  # ok: PY2-S018


def select(lines, (word)):  # want: PY2-S018
    lines = filter(lambda (line): word in line, lines)  # want: PY2-S018
    lines = map(lambda (line), end="": line + end, lines)  # want: PY2-S018
    keep = lambda ((line)): line  # want: PY2-S018
    pairs = map(lambda (number, line): line, enumerate(lines))  # ok: PY2-S018
    single = map(lambda (line,): line, zip(lines))  # ok: PY2-S018
    upper = map(lambda line: (line), lines)  # ok: PY2-S018
    counted = map(lambda line, step=(1): step, lines)  # ok: PY2-S018
    for (line) in lines:  # ok: PY2-S018
        keep((line))  # ok: PY2-S018
    return pairs, single, upper, counted
