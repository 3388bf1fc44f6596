package py2

import "testing"

// TestOnlyDefines tells modules, which nothing runs by their first line, from
// programs.
func TestOnlyDefines(t *testing.T) {
	for src, want := range map[string]bool{
		"import sys\n\ndef main():\n    pass\n":                                                    true,
		"import gettext\ngettext.install('a', unicode=1)\nLOG = get('a')\nclass A(object): pass\n": true,
		"import os, sys\nif os.path.exists('a'):\n    sys.path.insert(0, 'a')\ndef main(): pass\n": true,
		"def main():\n    pass\nif __name__ == '__main__':\n    main()\n":                          false,
		"def main():\n    pass\nmain()\n":                                                          false,
		"class A(object):\n    def run(self): pass\na = A()\na.run()\n":                            false,
		"from subprocess import call\ncall('ls')\ndef f(): pass\n":                                 false,
		"def f(): pass\nfor i in (1, 2):\n    f()\n":                                               false,
		"def f(): pass\ntry:\n    f()\nexcept ValueError:\n    pass\n":                             false,
		"def f(): pass\nprint 'a'\n":                                                               false,
		"A = 1\n":                                                                                  false,
	} {
		m := &module{Tree: file(t, src).Python()}
		if got := m.onlyDefines(); got != want {
			t.Errorf("%q: %v", src, got)
		}
	}
}
