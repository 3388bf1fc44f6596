import fractions
import json
import sys
import threading
from HTMLParser import HTMLParser

worker = threading.Thread(target=run)
print(worker.isAlive(), worker.is_alive())  # want: PY2-A042
sys.setcheckinterval(1000)  # want: PY2-A042
print(fractions.gcd(4, 6), HTMLParser().unescape(text))  # want: PY2-A042 x2
data = json.loads(text, encoding="utf-8")  # ok: PY2-A042
for other in threading.enumerate():
    print(other.isAlive())  # want: PY2-A042


class Worker(threading.Thread):
    def __init__(self, process):
        threading.Thread.__init__(self)
        self.process = process

    def watch(self):
        while self.isAlive():  # want: PY2-A042
            print(self.process.isAlive())  # want: PY2-A042


def unseen(worker):
    print(fractions.Fraction(1), json.loads(text), worker.is_alive())  # ok: PY2-A042
    return worker.isAlive()  # want: PY2-A042


def late():
    worker = None
    try:
        worker = Worker(None)
    finally:
        if worker.isAlive():  # want: PY2-A042
            worker.join()
