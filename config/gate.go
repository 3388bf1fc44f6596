package config

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"unicode/utf8"

	"github.com/google/jsonschema-go/jsonschema"

	"opendev.org/starlingx/stxscan/finding"
)

// Budget is one entry of budgets: how many findings of a concern may block a
// target, suppressed ones aside. The gate fails above it, whatever its base.
type Budget struct {
	Concern string `json:"concern" jsonschema:"such as python2"`
	Target  string `json:"target" jsonschema:"such as clear"`
	Max     int    `json:"max" jsonschema:"so many findings may block; 'stxscan gate --lower-budgets' only lowers it"`
	Places  Places `json:"-"`
}

// checkGate refuses what makes no sense of what the gate goes by.
func (c *Config) checkGate(d *decoder) {
	type key struct{ concern, target string }
	seen := map[key]int{}
	for i := range c.Budgets {
		b := &c.Budgets[i]
		checkConcern(d, b.Places, b.Concern)
		b.Places.line(d, "target", b.Target)
		if b.Max < 0 {
			d.mistake(b.Places["max"], "max: %d: want 0 or more", b.Max)
		}
		k := key{b.Concern, b.Target}
		if line, twice := seen[k]; twice {
			d.mistake(b.Places[""], "budgets: %s on %.60q has one in line %d already: keep one", b.Concern, b.Target, line)
			continue
		}
		seen[k] = b.Places[""].Line
	}
	for i, id := range c.MustNotRegress {
		key := fmt.Sprintf("must_not_regress[%d]", i)
		if id == "" {
			d.mistake(c.Places[key], "must_not_regress: want the id of a target, such as centos-7")
		}
	}
}

// warnGate warns of targets that do not exist.
func (c *Config) warnGate(w *warner) {
	for _, b := range c.Budgets {
		w.target(b.Places["target"], b.Target)
	}
	for i, id := range c.MustNotRegress {
		w.target(c.Places[fmt.Sprintf("must_not_regress[%d]", i)], id)
	}
}

// schemaGate narrows the schema to what checkGate takes.
func schemaGate(schema *jsonschema.Schema) {
	budget := schema.Properties["budgets"].Items.Properties
	budget["concern"].Enum = texts(finding.Concerns)
	budget["max"].Minimum = jsonschema.Ptr(0.0)
}

// MustNot returns the targets on which a finding that breaks fails the gate
// whatever its severity, and whether the file says so.
func (c *Config) MustNot() ([]string, bool) {
	if c == nil {
		return nil, false
	}
	_, given := c.Places["must_not_regress"]
	return c.MustNotRegress, given
}

// wholeNumber is how the file's decoder reads a number.
var wholeNumber = regexp.MustCompile(`\A[-+]?[0-9]+`)

// LowerBudgets returns the content of a file with other numbers in its budgets.
// lower says by the entry's place in the list what it shall be. A number never
// rises, and every byte but those of the numbers stays. The error is of a file
// that cannot be used, or of a number that cannot be found in it.
func LowerBudgets(data []byte, name string, lower map[int]int) ([]byte, error) {
	old, err := Load(data, name)
	if err != nil {
		return nil, err
	}
	out := data
	want := make([]Budget, len(old.Budgets))
	copy(want, old.Budgets)
	// From the last place on, so that those before stay where they are: budgets
	// stand in the order of the list.
	for i := len(old.Budgets) - 1; i >= 0; i-- {
		max, ok := lower[i]
		b := &old.Budgets[i]
		if !ok || max >= b.Max || max < 0 {
			continue
		}
		at := offsetOf(data, b.Places["max"])
		digits := wholeNumber.Find(data[at:])
		if n, err := strconv.Atoi(string(digits)); err != nil || n != b.Max {
			return nil, fmt.Errorf("%s:%d: the number of the budget is not where it was looked for: lower it by hand to %d", name, b.Places["max"].Line, max)
		}
		out = append(append(bytes.Clone(out[:at]), strconv.Itoa(max)...), out[at+len(digits):]...)
		want[i].Max = max
	}
	return out, checkLowered(out, name, old, want)
}

// checkLowered reads the new content again: it must say what was wanted.
func checkLowered(out []byte, name string, old *Config, want []Budget) error {
	now, err := Load(out, name)
	if err != nil {
		return fmt.Errorf("lowering the budgets would damage the file, nothing was written: %w", err)
	}
	shall := *old
	shall.Budgets = want
	if !sameContent(now, &shall) {
		return fmt.Errorf("%s: lowering the budgets would change something else, nothing was written: lower them by hand", name)
	}
	return nil
}

// sameContent reports whether two files say the same, wherever it stands.
func sameContent(a, b *Config) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}

// offsetOf is the byte at which a place begins, as the YAML library counts:
// columns in characters, and lines by every break that YAML knows.
func offsetOf(data []byte, p Place) int {
	at := 0
	if bytes.HasPrefix(data, []byte("\ufeff")) {
		at = len("\ufeff")
	}
	for line := 1; line < p.Line && at < len(data); line++ {
		at = nextLine(data, at)
	}
	for column := 1; column < p.Column && at < len(data); column++ {
		_, size := utf8.DecodeRune(data[at:])
		at += size
	}
	return at
}

// nextLine is where the line behind the one at an offset begins.
func nextLine(data []byte, at int) int {
	for at < len(data) {
		r, size := utf8.DecodeRune(data[at:])
		at += size
		switch r {
		case '\r':
			if at < len(data) && data[at] == '\n' {
				at++
			}
			return at
		case '\n', '\u0085', '\u2028', '\u2029':
			return at
		}
	}
	return at
}
