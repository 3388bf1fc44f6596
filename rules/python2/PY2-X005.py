import contextlib
import json
import socket


class Handler(object):
    def do_GET(self):
        self.wfile.write(json.dumps({"state": "up"}))  # want: PY2-X005

    def do_POST(self):
        body = self.answer()
        self.wfile.write(body)  # want: PY2-X005

    def do_PUT(self):
        self.wfile.write("done".encode("utf-8"))  # ok: PY2-X005


def ask(path):
    s = socket.socket(socket.AF_UNIX)
    s.connect(path)
    s.sendall("status\n")  # want: PY2-X005
    answer = s.recv(1024)  # want: PY2-X005
    return "running" in answer


class Client(object):
    def __init__(self):
        self._sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)

    def say(self, word):
        self._sock.send("say %s" % word)  # want: PY2-X005

    def gather(self):
        data = ""
        while True:
            data += self._sock.recv(64)  # want: PY2-X005
        return data

    def relay(self, data):
        self._sock.send(data)  # ok: PY2-X005
        return self._sock.recv(64).decode("utf-8")  # ok: PY2-X005


def mail(queue):
    queue.send("text")  # ok: PY2-X005


class Server(object):
    def __init__(self, port):
        self.listener = socket.socket()
        self.listener.bind(("", port))

    def serve(self):
        peer, address = self.listener.accept()
        peer.sendall("hello\n")  # want: PY2-X005

    def reply(self, sock):
        sock.sendto("state %d" % 1, ("localhost", 80))  # want: PY2-X005

    def pass_on(self, sock, data):
        sock.sendto(data, ("localhost", 80))  # ok: PY2-X005
        sock.send(b"end")  # ok: PY2-X005


def status(path):
    with contextlib.closing(connected(path)) as sock:
        sock.send("status")  # want: PY2-X005


def connected(path):
    sock = socket.socket(socket.AF_UNIX)
    sock.connect(path)
    return sock


def _told(message):
    s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    s.sendto(message, "/var/run/told")  # want: PY2-X005


def tell(name):
    _told("name=%s" % name)


def _passed(message):
    s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    s.sendto(message, "/var/run/told")  # ok: PY2-X005


def passed(name):
    _passed(name.encode("utf-8"))


class Monitor(object):
    def loop(self, server):
        client, _ = server.accept()
        self.answer(client, "OK")
        self.answer(client, self.state)

    @staticmethod
    def answer(client, text):
        client.send(text)  # ok: PY2-X005

    def gather(self):
        s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        data = ""
        while True:
            packet = s.recv(1024)  # want: PY2-X005
            if not packet:
                return data
            data += packet


def branches(listening, datagrams, ready):
    for s in ready:
        data = ""
        if s == datagrams:
            data, sender = s.recvfrom(1024)
        else:
            while True:
                packet = s.recv(1024)  # want: PY2-X005
                if not packet:
                    break
                data += packet
        listening.take(json.loads(data))
