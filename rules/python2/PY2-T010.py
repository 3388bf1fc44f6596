def number(name):
    return int(filter(str.isdigit, name))  # want: PY2-T010


def vowels():
    word = "controller"
    return filter(lambda c: c in "aeiou", word)  # want: PY2-T010


def fine(name, hosts):
    digits = "".join(filter(str.isdigit, name))  # ok: PY2-T010
    for c in filter(str.isalpha, "a1b2"):  # ok: PY2-T010
        digits += c
    return digits, list(filter(str.isdigit, hosts)), filter(None, hosts)  # ok: PY2-T010
