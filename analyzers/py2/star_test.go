package py2

import (
	"strings"
	"testing"
)

// TestUnboundNames holds what is said of modules and names that no import in
// the file binds by name.
func TestUnboundNames(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{"from types import *\nx = StringType\n", "A009:2"},
		{"from types import *\nStringType = str\nx = StringType\n", ""},
		{"from types import *\ndef f(StringType):\n    return StringType\n", ""},
		{"from itertools import *\nfor a in izip(b, c):\n    pass\n", "I009:2"},
		{"from base import *\nx = StringType\n", ""},
		{"x = os.getcwdu()\n", "A011:1"},
		{"def f(os):\n    return os.getcwdu()\n", ""},
		{"for types in x:\n    types.StringType\n", ""},
		{"x.os.getcwdu()\n", ""},
		{"from future_builtins import *\nmap(f, x)\n", "I003:1"},
		{"from past.builtins import *\nx = unicode(xrange(2))\n", ""},
		{"from builtins import *\nmap(f, x)[0]\n", ""},
		{"from base import *\nx = unicode(1)\n", "B001:2"},
	} {
		if got := strings.Join(found(t, c.src), " "); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.src, got, c.want)
		}
	}
}
