import queue


def first(lines):
    line = lines.next()  # want: PY2-M004
    return line, next(lines), queue.next(), lines.next(2)  # ok: PY2-M004


def nested(rows):
    return iter(rows).next()  # want: PY2-M004


def handed_on(lines, tokens):
    each = iter(lines)
    tokens(each.next)  # want: PY2-M004
    tokens(open("lines").next)  # want: PY2-M004
    node = tokens
    while node.next:  # ok: PY2-M004
        node = node.next  # ok: PY2-M004
