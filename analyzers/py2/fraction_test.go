package py2

import (
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/finding"
)

// TestFractions: a quotient is a warning where the fraction that Python 3 keeps
// is felt, and for information where it is not.
func TestFractions(t *testing.T) {
	tests := []struct {
		name, body string
		warns      bool
	}{
		{"returned", "return len(rows) / 20", true},
		{"shown", "print('%s pages' % (len(rows) / 20))", true},
		{"stored", "self.pages = len(rows) / 20", true},
		{"equal", "return (size / 1024) == 4", true},
		{"a member", "return (size / 100) not in (2, 3)", true},
		{"multiplied", "return int(len(rows) / 20 * 3)", true},
		{"through a name", "pages = len(rows) / 20\n    return pages", true},
		{"logged and returned", "pages = len(rows) / 20\n    LOG.info('%s', pages)\n    return pages", true},
		{"whole, but shown", "return '%s' % (2048 / 1024)", true},
		{"whole, but handed on", "self.wrap(450 / 2)", true},
		{"of a text's method", "self.text.write(size / 1024)", true},

		{"above", "return len(rows) / 20 > 3", false},
		{"divided as a float", "pages = len(rows) / 20\n    LOG.info('%5.2f', pages / 1024.0)", false},
		{"below", "return len(rows) / 20 < 3", false},
		{"not below", "return 3 <= len(rows) / 20", false},
		{"below, shifted", "return len(rows) / 20 - 2 < 3", false},
		{"logged", "LOG.info('%s pages', len(rows) / 20)", false},
		{"logged in a text", "pages = len(rows) / 20\n    self.log.debug('%s of %s' % (pages, rows))", false},
		{"in an error's text", "raise ValueError('%s is too much' % (len(rows) / 20))", false},
		{"in an error's text later", "text = _('%s is too much') % (len(rows) / 20)\n    raise self.exc.ClientSideError(text)", false},
		{"not used", "len(rows) / 20", false},
		{"slept", "time.sleep(len(rows) / 20)", false},
		{"a time to wait", "self.start(initial_delay=size / 2)", false},
		{"of a time", "return (now_ms - self.started) / 1000", false},
		{"in an int later", "pages = len(rows) / 20\n    return int(pages)", false},
		{"divided on, in an int", "pages = len(rows) / 20\n    return int(pages / tries)", false},
		{"whole, in an int", "return int(rows * (2048 / 1024))", false},
		{"whole, compared", "return tries == WAIT / STEP", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			src := "import time\nWAIT = 3600\nSTEP = 6 * 10\n\n\ndef f(self, rows, size, now_ms, tries):\n    " + test.body + "\n"
			pass := &analysis.Pass{Analyzer: Analyzer, File: file(t, src)}
			if err := mapper(t)(pass); err != nil {
				t.Fatal(err)
			}
			n := 0
			for _, c := range pass.Candidates() {
				if strings.HasPrefix(c.Rule, "PY2-N") {
					n++
					if warns := c.Severity != finding.Info; warns != test.warns {
						t.Errorf("%s is %s", c.Rule, c.Severity)
					}
				}
			}
			if n != 1 {
				t.Errorf("%d findings", n)
			}
		})
	}
}
