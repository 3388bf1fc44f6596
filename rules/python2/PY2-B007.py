import six


def controllers():
    return input("Number of controllers: ")  # want: PY2-B007


def menu():
    while True:
        choice = input()  # want: PY2-B007
        if choice in (1, 2, 3):
            return choice


def vlan():
    if six.PY2:
        return input("VLAN: ")  # want: PY2-B007 guarded
    return int(raw_input("VLAN: "))  # ok: PY2-B007


def gateway(console):
    return console.input("Gateway: ")  # ok: PY2-B007


def subnet(input):
    return input("Subnet: ")  # ok: PY2-B007


def mtu():
    from six.moves import input
    return int(input("MTU: "))  # ok: PY2-B007


def run(process, data):
    return process.communicate(input=data)  # ok: PY2-B007


def evaluated():
    return eval(input())  # ok: PY2-B007


def handed_on(menu):
    menu.ask = input  # want: PY2-B007
    menu.input = menu.input(1)  # ok: PY2-B007
