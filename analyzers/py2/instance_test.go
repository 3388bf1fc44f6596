package py2

import (
	"strings"
	"testing"
)

// TestInstances holds what the model tells of objects against what Python
// would make of them: a member that is reported is one of the class.
func TestInstances(t *testing.T) {
	const uuid = "from uuid import uuid4, UUID\n"
	for _, c := range []struct{ src, want string }{
		{uuid + "uuid4().get_hex()\n", "A034:2"},
		{uuid + "u = uuid4()\nu.get_hex()\n", "A034:3"},
		{uuid + "u = uuid4()\nu = f()\nu.get_hex()\n", ""},
		{uuid + "u = None\nif x:\n    u = uuid4()\nu.get_hex()\n", "A034:5"},
		{uuid + "u = uuid4()\ndef f(u):\n    u.get_hex()\n", ""},
		{uuid + "u = uuid4()\ndef f():\n    u.get_hex()\n", "A034:4"},
		{uuid + "u, v = uuid4(), 1\nu.get_hex()\n", ""},
		{uuid + "u = u.get_hex()\n", ""},
		{uuid + "u = uuid4()\nu.get_hex = f\ndel u.get_hex\n", ""},
		{uuid + "UUID.get_hex(x)\n", "A034:2"},
		{uuid + "class A(UUID):\n    def f(self):\n        return self.get_hex()\nA().get_hex()\n", "A034:4 A034:5"},
		{uuid + "class A(UUID):\n    def get_hex(self):\n        return 1\nclass B(A):\n    pass\nB().get_hex()\n", ""},
		{uuid + "class A(A):\n    def f(self):\n        self.get_hex()\n", ""},
		{uuid + "class A(B):\n    pass\nclass B(A):\n    pass\nB().get_hex()\n", ""},
		{uuid + "class A(object):\n    def __init__(self):\n        self.u = uuid4()\n    def f(self):\n        self.u.get_hex()\n", "A034:6"},
		{uuid + "class A(object):\n    def __init__(self, u):\n        self.u = uuid4()\n        self.u = u\n    def f(self):\n        self.u.get_hex()\n", ""},
		{uuid + "def uuid4():\n    return 1\nuuid4().get_hex()\n", ""},
		{"import threading as t\nfor x in t.enumerate():\n    x.isAlive()\n[y._Thread__args for y in t.enumerate()]\n", "A042:3 D011:4"},
		{"import urllib2\ntry:\n    f()\nexcept (A, B) as e:\n    e.hdrs.dict\nexcept urllib2.HTTPError as e:\n    e.hdrs.dict\n", "I006:1 I006:6 A029:7"},
		{"import urllib2\nclass E(Exception):\n    hdrs = 1\ntry:\n    f()\nexcept E as e:\n    e.hdrs.dict\n", "I006:1"},
		{"import six.moves.urllib.request as r\nwith r.urlopen(u) as p:\n    p.info().gettype()\n", "A029:3"},
		{"from eventlet.green import urllib2\nurllib2.Request(u).add_data(d)\n", "A030:2"},
		{"from HTMLParser import HTMLParser\nHTMLParser().unescape(x)\n", "I001:1 A042:2"},
		{"import HTMLParser\nHTMLParser.HTMLParseError\n", "I001:1 A038:2"},
		{"import json\njson.dumps(x, **{'encoding': 1})\njson.dumps(x, encoding=1)\n", "A048:3"},
		{"import sys\nimport json\nif sys.version_info[0] == 2:\n    json.dumps(x, encoding=1)\n", "A048:4?"},
		{"import os\nos.environ.data\nos.environ.fromkeys\n", "D011:2 D011:3"},
	} {
		if got := strings.Join(found(t, c.src), " "); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.src, got, c.want)
		}
	}
}

// TestLargeClass: what is asked of a class for every call in it must not be
// worked out for each anew.
func TestLargeClass(t *testing.T) {
	src := "import unittest\nclass A(unittest.TestCase):\n" + strings.Repeat("    def test(self):\n        self.assertEquals(1, 1)\n", 5000)
	if got := len(found(t, src)); got != 5000 {
		t.Errorf("%d matches, want one for each call", got)
	}
}
