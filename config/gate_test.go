package config

import (
	"regexp"
	"strings"
	"testing"
)

const budgeted = "# the team's\r\nversion: 1\nbudgets:   # only down\n" +
	"  - concern: python2\n    target: clear\n    max: 120 # by March\n" +
	"  - {concern: shell, max: 7, target: 'ü'}\n" +
	"  -\n    max: +30\n    target: debian-12\n    concern: puppet\n\nsuppress:\n- {rule: PY2-S001, kind: later, reason: 'max: 120'}\n# end"

func TestLowerBudgets(t *testing.T) {
	for name, c := range map[string]struct {
		lower map[int]int
		want  func(string) string
	}{
		"none":          {nil, func(s string) string { return s }},
		"one":           {map[int]int{0: 9}, func(s string) string { return strings.Replace(s, "max: 120 #", "max: 9 #", 1) }},
		"behind a rune": {map[int]int{1: 0}, func(s string) string { return strings.Replace(s, "max: 7", "max: 0", 1) }},
		"all": {map[int]int{0: 1, 1: 2, 2: 3}, func(s string) string {
			return strings.NewReplacer("max: 120 #", "max: 1 #", "max: 7", "max: 2", "max: +30", "max: 3").Replace(s)
		}},
		"never up":       {map[int]int{0: 121, 1: 7, 2: 31}, func(s string) string { return s }},
		"never below 0":  {map[int]int{0: -1}, func(s string) string { return s }},
		"no such budget": {map[int]int{3: 1}, func(s string) string { return s }},
	} {
		out, err := LowerBudgets([]byte(budgeted), "f", c.lower)
		if want := c.want(budgeted); err != nil || string(out) != want {
			t.Errorf("%s: %v\n%s\nwant\n%s", name, err, out, want)
		}
	}
	if _, err := LowerBudgets([]byte("version: 2\n"), "f", nil); err == nil {
		t.Error("a file that cannot be used is rewritten")
	}
}

func TestBudgetsAreChecked(t *testing.T) {
	for text, want := range map[string]string{
		"budgets:\n  - {concern: python3, target: clear, max: 1}":                                            `f:3:15: concern: there is no "python3"`,
		"budgets:\n  - {concern: python2, target: clear, max: -1}":                                           `f:3:44: max: -1: want 0 or more`,
		"budgets:\n  - {concern: python2, target: clear}":                                                    `f:3:5: budgets[0]: the key "max" is missing`,
		"budgets:\n  - {concern: python2, target: clear, max: 1.5}":                                          `f:3:44: max: "1.5": want a whole number`,
		"budgets:\n  - {concern: shell, target: clear, max: 1}\n  - {concern: shell, target: clear, max: 2}": `f:4:5: budgets: shell on "clear" has one in line 3 already`,
		"must_not_regress: centos-7":                                                                         `f:2:19: must_not_regress: want a list`,
		"must_not_regress: ['']":                                                                             `f:2:20: must_not_regress: want the id of a target`,
		"budgets:\n  - {concern: python2, target: '', max: 1}":                                               `f:3:32: target: want one line of text`,
	} {
		_, err := Load([]byte("version: 1\n"+text+"\n"), "f")
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s\n%v\nwant %s", text, err, want)
		}
	}
	c, err := Load([]byte("version: 1\nmust_not_regress: [centos-8, clear]\nbudgets:\n  - {concern: shell, target: windows, max: 1}\n"), "f")
	if err != nil {
		t.Fatal(err)
	}
	list := c.Warnings(Known{Targets: []string{"clear"}})
	if len(list) != 2 || list[0].Place != (Place{2, 20}) || list[1].Line != 4 {
		t.Errorf("%+v", list)
	}
	if list, given := c.MustNot(); !given || len(list) != 2 {
		t.Errorf("%v %v", list, given)
	}
}

// FuzzLowerBudgets: whatever the file, what is written can be read, no number
// rises, and nothing but digits changes.
func FuzzLowerBudgets(f *testing.F) {
	f.Add([]byte(budgeted), 5)
	f.Add([]byte("\ufeffversion: 1\nbudgets: [{concern: python2, target: clear, max: 0003}]\n"), 1)
	f.Add([]byte("version: 1\u2028budgets:\n- {max: 5, concern: shell, target: \"a\\\n b\"}\n"), 2)
	number := regexp.MustCompile(`[-+]?[0-9]+`)
	f.Fuzz(func(t *testing.T, data []byte, to int) {
		old, err := Load(data, "f")
		if err != nil {
			return
		}
		lower := map[int]int{}
		for i := range old.Budgets {
			lower[i] = to
		}
		out, err := LowerBudgets(data, "f", lower)
		if err != nil {
			return // nothing is written
		}
		now, err := Load(out, "f")
		if err != nil {
			t.Fatalf("%v: %q", err, out)
		}
		for i := range old.Budgets {
			if now.Budgets[i].Max > old.Budgets[i].Max {
				t.Fatalf("a budget rises: %q", out)
			}
		}
		if a, b := number.ReplaceAll(data, nil), number.ReplaceAll(out, nil); string(a) != string(b) {
			t.Fatalf("%q became %q", data, out)
		}
	})
}
