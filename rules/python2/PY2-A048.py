import gettext
import json
import tempfile
import threading
import urllib

from six.moves import http_client

text = json.dumps(data, encoding="utf-8")  # want: PY2-A048
gettext.install("sysinv", unicode=True)  # want: PY2-A048
scratch = tempfile.NamedTemporaryFile(bufsize=0)  # want: PY2-A048
connection = http_client.HTTPConnection(host, strict=True)  # want: PY2-A048
page = urllib.urlopen(url, proxies={})  # want: PY2-A048


class Worker(threading.Thread):
    def __init__(self):
        threading.Thread.__init__(self, verbose=True)  # want: PY2-A048


try:
    text = json.dumps(data, encoding="utf-8")  # want: PY2-A048 guarded
except TypeError:
    text = json.dumps(data)  # ok: PY2-A048


def fine(json):
    return json.dumps(data, encoding="utf-8")  # ok: PY2-A048


plain = json.dumps(data, indent=2), tempfile.NamedTemporaryFile("w", 0)  # ok: PY2-A048
loaded = yaml.dump(data, encoding="utf-8")  # ok: PY2-A048
