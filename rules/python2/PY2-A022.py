import socket
import ssl


def read(connection):
    try:
        return connection.read()
    except socket.sslerror:  # want: PY2-A022
        return None


def wrap(raw):
    return ssl.sslwrap_simple(raw)  # want: PY2-A022


def fine(raw, agent):
    return ssl.SSLError, socket.error, agent.sslerror, raw  # ok: PY2-A022
