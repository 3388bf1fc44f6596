import json


def first(words):
    return map(int, words)[0]  # want: PY2-T003


def count(hosts, is_up):
    up = filter(is_up, hosts)
    return len(up)  # want: PY2-T003


def bracketed(words):
    return (filter(None, words))[8]  # want: PY2-T003


def more(words):
    return map(int, words) + [0]  # want: PY2-T003


def fine(words, pool):
    return list(map(int, words))[0], sorted(filter(None, words))[0], pool.map(int, words)[0]  # ok: PY2-T003


def changed(words):
    numbers = map(int, words)  # want: PY2-T003
    numbers.sort()
    twice = filter(None, words) * 2  # want: PY2-T003
    json.dumps(map(int, words))  # want: PY2-T003
    backwards = reversed(map(int, words))  # want: PY2-T003
    return numbers, twice, backwards, json.dumps(list(map(int, words)))  # ok: PY2-T003


def numbers(words):
    return map(int, words)  # want: PY2-T003


def first_number(words):
    return numbers(words)[0]  # ok: PY2-T003


def ordered(words):
    found = filter(None, words)  # want: PY2-T003
    found.sort()  # ok: PY2-T003
    return found


def none_left(words):
    return filter(None, words) == []  # ok: PY2-T003


def total(words):
    return sum(numbers(words))  # ok: PY2-T003
