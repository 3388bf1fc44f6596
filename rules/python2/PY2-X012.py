import json

from six.moves import http_client
from six.moves.urllib import request
from six.moves.urllib.request import urlopen


def post(url, body):
    return request.Request(url, json.dumps(body))  # want: PY2-X012


def put(url, body):
    return request.Request(url, data="state=%s" % body)  # want: PY2-X012


def state(url):
    return "up" in urlopen(url).read()  # want: PY2-X012


def answer(host):
    connection = http_client.HTTPConnection(host)
    connection.request("GET", "/")
    text = connection.getresponse().read()  # want: PY2-X012
    return text.split("\n")


def fine(url, body):
    request.Request(url, json.dumps(body).encode("utf-8"))  # ok: PY2-X012
    return json.loads(urlopen(url).read())  # ok: PY2-X012


def page(url):
    import requests

    answer = requests.get(url)  # want: PY2-X012
    return answer.content.split("\n"), answer.text.split("\n")


def ask(url, body, state):
    info = request.Request(url)
    if body is not None:
        info.data = body  # want: PY2-X012
    info.data = json.dumps(state)  # want: PY2-X012
    info.data = json.dumps(state).encode("utf-8")  # ok: PY2-X012
    info.data = None  # ok: PY2-X012
    state.data = body  # ok: PY2-X012
    return urlopen(info)
