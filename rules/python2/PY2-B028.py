import hashlib


def bucket(host_name, workers):
    return hash(host_name) % workers  # want: PY2-B028


def cache_file(url):
    return "/var/run/cache/%x" % hash(url)  # want: PY2-B028


def fingerprint(data):
    return hashlib.sha256(data).hexdigest()  # ok: PY2-B028


class Address(object):
    def __init__(self, ip, port):
        self.key = (ip, port)

    def __hash__(self):
        return hash(self.key)  # ok: PY2-B028


def sign(signer, data):
    return signer.hash(data)  # ok: PY2-B028


def ring(hash, node):
    return hash(node)  # ok: PY2-B028


def seed():
    return hash(42)  # ok: PY2-B028
