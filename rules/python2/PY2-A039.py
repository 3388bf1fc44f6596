import array
import pickle
import random
import xmlrpclib

rng = random.Random(1)
rng.jumpahead(10)  # want: PY2-A039


class Transport(xmlrpclib.SafeTransport):
    def request(self, connection, host):
        self.send_host(connection, host)  # want: PY2-A039
        self.send_content(connection, "")  # ok: PY2-A039


class Patched(pickle.Pickler):
    dispatch = {}

    def save(self, item):
        return self.dispatch[item]  # ok: PY2-A039


def draw(numbers, rng):
    rng.jumpahead(10)  # ok: PY2-A039
    data = array.array("i")
    if numbers:
        data = numbers
    data.write(numbers)  # ok: PY2-A039
    codes = array.array("i")
    codes.write(numbers)  # want: PY2-A039
    return codes.tolist()  # ok: PY2-A039
