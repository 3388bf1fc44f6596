import socket


def send_from(sock, data, offset):
    return sock.send(buffer(data, offset))  # want: PY2-B013


BINARY_TYPES = (str, buffer)  # want: PY2-B013


def receive(sock):
    buffer = sock.recv(4096)
    return buffer.strip()  # ok: PY2-B013


def drain(stream):
    return stream.buffer.read()  # ok: PY2-B013


def view(data):
    try:
        return memoryview(data)
    except TypeError:
        return None


def frame(payload, buffer=None):
    return buffer or bytearray(payload)  # ok: PY2-B013


def window():
    return socket.SO_RCVBUF, "buffer"  # ok: PY2-B013
