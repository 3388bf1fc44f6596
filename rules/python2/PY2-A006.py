import string
from string import letters, digits  # want: PY2-A006


def name(choice):
    return choice(string.lowercase) + choice(string.uppercase)  # want: PY2-A006


def fine(choice, font):
    return choice(string.ascii_letters), string.digits, font.lowercase, letters, digits  # ok: PY2-A006
