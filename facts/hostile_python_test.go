package facts

import (
	"fmt"
	"strings"
	"testing"
)

// TestHostilePython: programs whose names may hold very much are read in time that
// grows with their size: one that does not would not end.
func TestHostilePython(t *testing.T) {
	const n = 3000
	repeat := func(unit string) string { return strings.Repeat(unit, n) }
	var wrappers strings.Builder
	for i := range n {
		fmt.Fprintf(&wrappers, "def f%d(c):\n    f%d(c)\n", i, i+1)
	}
	for name, src := range map[string]string{
		"one name, many values and calls": repeat("c = ['a']\n") + repeat("subprocess.call(c)\n"),
		"values in arms":                  repeat("if x:\n    c = ['a']\n") + repeat("subprocess.call(c)\n"),
		"a name of itself":                "c = c\n" + repeat("subprocess.call(c)\n"),
		"names of each other":             "a = b\nb = a\n" + repeat("subprocess.call(a)\n"),
		"conditionals":                    "subprocess.call(" + strings.Repeat("a if b else (", 200) + "'rpm'" + strings.Repeat(")", 200) + ")\n",
		"dictionaries":                    "d = {" + repeat("'a': 'rpm', ") + "}\n" + repeat("subprocess.call(d['a'])\n"),
		"loops":                           repeat("for c in ('rpm', 'a'):\n    os.system(c)\n"),
		"functions that hand on":          wrappers.String() + repeat("f0(['rpm'])\n"),
		"one function, many calls":        "def f(c):\n    subprocess.call(c)\n" + repeat("f(['rpm'])\n"),
		"returns ahead":                   "def f():\n" + repeat("    if a:\n        return\n    os.system('rpm')\n"),
		"lists that are joined":           "subprocess.call(" + repeat("['a'] + ") + "['b'])\n",
		"scripts in texts":                repeat("x = '''#!/bin/sh\nrpm\n'''\n"),
	} {
		t.Run(name, func(t *testing.T) { extract(t, Python, "import os\nimport subprocess\n"+src) })
	}
}
