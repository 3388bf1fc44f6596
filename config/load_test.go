package config

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"opendev.org/starlingx/stxscan/finding"
)

const good = `version: 1
targets: [clear, ubuntu-24.04]
aliases:
  starlingx/config: config
owners:
  - {owner: Ann, repo: config}
  - owner: Bob
    path: "*.spec"
    concern: dependencies
suppress:
  - rule: PY2-S001
    repo: config
    path: /tools/
    kind: wont-fix
    reason: build hosts keep Python 2
    until: 2026-12-31
groups:
  - id: mine
    title: Mine
    match: [{package: "agent*"}]
storyboard:
  tags:
    python2: [stx.py3]
    PY2-S001: [stx.print]
scan:
  items: 20
  pythons: ["3.6"]
  rules: ["PY2-*"]
  fail_on: error
  strict: true
components:
  debian-12: [main, non-free-firmware]
upstreams:
  lldpd: ../clones/lldpd.git
sources:
  lldpd@debian-12: lldpd-1.0.16.tar.gz
patches:
  - {package: lldpd, patch: "*i40e*", upstream: upstreamed, release: 1.0.2, by: Ann, reason: in other words}
`

func TestLoad(t *testing.T) {
	c, err := Load([]byte(good), "f")
	if err != nil {
		t.Fatal(err)
	}
	if c.Targets[1] != "ubuntu-24.04" || c.Aliases["starlingx/config"] != "config" || c.Owners[1].Path != "*.spec" ||
		c.Suppress[0].Until != "2026-12-31" || c.Suppress[0].Line != 11 || c.StoryBoard.Tags["PY2-S001"][0] != "stx.print" ||
		c.Scan.Items != 20 || !c.Scan.Strict || c.Digest == "" {
		t.Errorf("got %+v", c)
	}
	for want, place := range map[Place]Place{
		{2, 18}: c.Places["targets[1]"], {4, 21}: c.Places["aliases.starlingx/config"], {8, 11}: c.Owners[1].Places["path"],
		{26, 10}: c.Scan.Places["items"],
	} {
		if place != want {
			t.Errorf("%v, want %v", place, want)
		}
	}
}

// TestMistakes: every mistake is found, at its line and column, and says what
// to do.
func TestMistakes(t *testing.T) {
	const one = "version: 1\n"
	for text, want := range map[string]string{
		"":                                             "f:1:1: the file is empty: begin with 'version: 1'",
		"# nothing\n":                                  "f:1:1: the file is empty",
		"[]":                                           "f:1:1: the file: want a map with the keys version, targets",
		"targets: []\n":                                `f:1:1: the file: the key "version" is missing`,
		"version: 2\n":                                 "f:1:10: version: 2 is not known: this stxscan reads version 1",
		"version: '1'\n":                               `f:1:10: version: "1": want a whole number`,
		"version: 1\nversion: 1\n":                     `f:2:1: key "version" is given twice`,
		one + "target: [clear]\n":                      `f:2:1: unknown key "target": did you mean "targets"?`,
		one + "roadmap: []\n":                          `f:2:1: unknown key "roadmap": want one of version, targets`,
		one + "targets: clear\n":                       "f:2:10: targets: want a list",
		one + "targets: [{a: b}]\n":                    "f:2:11: targets[0]: want text",
		one + "targets:\n":                             "f:2:9: targets: nothing is given: want a list, or leave the key out",
		one + "aliases: [a]\n":                         "f:2:10: aliases: want a map",
		one + "aliases: {a: 1}\n":                      `f:2:14: aliases.a: want text: write it in quotes, "1"`,
		one + "aliases: {a: b c}\n":                    "f:2:14: aliases: \"b c\" is no name for a repo",
		one + "aliases: {a: b, a: c}\n":                `f:2:17: key "a" is given twice`,
		one + "owners: [{repo: a}]\n":                  `f:2:10: owners[0]: the key "owner" is missing`,
		one + "owners: [{owner: '', repo: a}]":         "f:2:18: owner: want one line of text",
		one + "owners: [{owner: A, path: a[b]}":        "this is no YAML",
		one + "owners: [{owner: A, path: 'a[b]'}]\n":   "f:2:27: path: \"a[b]\": [ ] and { } are not read",
		one + "owners: [{owner: A, repo: ''}]\n":       "f:2:27: repo: an empty glob",
		one + "owners: [{owner: A, concern: py}]\n":    `f:2:30: concern: there is no "py": want one of python2,`,
		one + "suppress: [{kind: later, reason: r}]\n": "f:2:12: suppress: the entry fits every finding",
		one + "suppress: [{target: clear, kind: later, reason: r}]\n":             "f:2:12: suppress: the entry fits every finding",
		one + "suppress: [{rule: R, reason: r}]\n":                                `f:2:12: suppress[0]: the key "kind" is missing`,
		one + "suppress: [{rule: R, kind: no, reason: r}]\n":                      `f:2:28: kind: "no": want text`,
		one + "suppress: [{rule: R, kind: nope, reason: r}]\n":                    `f:2:28: kind: "nope": want one of false-positive, wont-fix, accepted, later`,
		one + "suppress: [{rule: R, kind: later, reason: ' '}]\n":                 "f:2:43: reason: say why",
		one + "suppress: [{rule: R, kind: later}]\n":                              `f:2:12: suppress[0]: the key "reason" is missing`,
		one + "suppress: [{rule: R, kind: later, reason: r, until: 2026-13-01}]":  `f:2:53: until: "2026-13-01": want a day`,
		one + "suppress: [{fingerprint: abc, kind: later, reason: r}]":            "f:2:26: fingerprint:",
		one + "suppress: [{fingerprint: 12345678, kind: later, reason: r}]":       "f:2:26: fingerprint: want text: write it in quotes",
		one + "groups: [{id: A b, title: t, match: [{repo: a}]}]":                 "f:2:15: id:",
		one + "groups: [{id: a, title: t, match: []}]":                            "f:2:35: match: nothing would belong",
		one + "groups: [{id: a, title: t, match: [{}]}]":                          "f:2:36: match: the entry fits every package",
		one + "groups: [{id: a, title: t, match: [{path: a//b}]}]":                "f:2:43: path:",
		one + "groups: [{id: a, title: t, match: [{repo: b}], rest: 1}]":          `f:2:54: rest: "1": want true or false`,
		one + "storyboard: {tags: {python2: [STX]}}":                              "f:2:31: tags: \"STX\"",
		one + "scan: {pythons: [3.6]}":                                            `f:2:18: pythons[0]: want text: write it in quotes, "3.6"`,
		one + "scan: {pythons: ['3.99.1']}":                                       "f:2:18: pythons:",
		one + "scan: {items: -1}":                                                 "f:2:15: items: -1",
		one + "scan: {items: 99999999999999999999}":                               "want a whole number",
		one + "scan: {fail_on: fatal}":                                            "f:2:17: fail_on:",
		one + "scan: {not-rules: [a]}":                                            `f:2:8: unknown key "not-rules": did you mean "not_rules"?`,
		one + "scan: {rules: ['[']}":                                              "f:2:16: rules:",
		one + "? [a]\n: b\n":                                                      "unknown key that is no text",
		one + "---\nversion: 1\n":                                                 "f:3:1: a second document",
		one + "targets: &t [clear]\n":                                             "f:2:10: targets: anchors and aliases",
		one + "aliases: {<<: {a: b}}\n":                                           "want a name before the colon",
		one + "targets: [a\n":                                                     "this is no YAML",
		"\x00":                                                                    "this is no YAML",
		one + "targets: ['" + strings.Repeat("a", maxText+1) + "']\n":             "are too long",
		one + "owners:\n  - owner: |\n      two\n      lines\n    repo: config\n": "f:3:12: owner: want one line of text",
	} {
		if text == one+"suppress: [{rule: R, kind: no, reason: r}]\n" {
			want = "f:2:28: kind:" // YAML 1.1 takes it for a boolean, 1.2 for text
		}
		_, err := Load([]byte(text), "f")
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q:\n got %v\nwant %s", text, err, want)
			continue
		}
		if Mistakes(err) == nil {
			t.Errorf("%q: no mistake in %v", text, err)
		}
	}
}

// TestMistakesAreSafe: what stands in the file cannot speak to the terminal.
func TestMistakesAreSafe(t *testing.T) {
	for _, text := range []string{
		`version: "\e[31m"`, `"\e[31m": 1`, `{version: 1, aliases: {"\e[31m": 1}}`, `{version: 1, aliases: {a: "\e[31m"}}`,
		`{version: 1, owners: [{owner: "\e[31m", path: "[\e]", concern: "\e"}]}`,
		`{version: 1, suppress: [{rule: "[\e", kind: "\e", reason: r, until: "\e", fingerprint: "\e", target: "\e"}]}`,
		`{version: 1, groups: [{id: "\e", title: "\e", match: [{repo: "{\e"}]}]}`, `{version: 1, storyboard: {tags: {"\e": ["\e"]}}}`,
		`{version: 1, storyboard: {tags: {"\e[": 1}}}`, `{version: 1, storyboard: {tags: {"\u2028": ["X Y"]}}}`,
		`{version: 1, scan: {pythons: ["\e"], fail_on: "\e", rules: ["\e,"]}}`,
	} {
		if _, err := Load([]byte(text), "f"); err == nil || strings.Contains(err.Error(), "\x1b") {
			t.Errorf("%s: %q", text, err)
		}
	}
}

// TestAllMistakes: one reading names them all, in the order of the file.
func TestAllMistakes(t *testing.T) {
	_, err := Load([]byte("targets: a\nowner: b\nscan: {items: x}\n"), "f")
	list := Mistakes(err)
	if len(list) != 4 || list[0].Line != 1 || list[2].Line != 2 || list[3].Line != 3 {
		t.Errorf("got %v", err)
	}
	// What only follows from a mistake is none of its own.
	_, err = Load([]byte("version: x\nowners: [a]\nsuppress: [{rule: 1, kind: 2}, b]\ngroups: [c, {}]\nscan: d\n"), "f")
	if list = Mistakes(err); len(list) != 11 {
		t.Errorf("%d mistakes: %v", len(list), err)
	}
	_, err = Load([]byte("version: 1\ntargets: ["+strings.Repeat("1, ", 500)+"]\n"), "f")
	if n := len(Mistakes(err)); n != maxMistakes || !strings.Contains(err.Error(), "and 400 mistakes more") {
		t.Errorf("%d mistakes: %v", n, err)
	}
}

// TestHostile: files that are made to cost much cost little.
func TestHostile(t *testing.T) {
	bomb := "version: 1\na0: &a0 [x,x,x,x,x,x,x,x,x]\n"
	for i := 1; i < 20; i++ {
		n := string(rune('0' + i%10))
		bomb += "a" + n + ": &a" + n + " [" + strings.Repeat("*a"+string(rune('0'+(i-1)%10))+", ", 9) + "]\n"
	}
	for name, text := range map[string]string{
		"anchors":     bomb,
		"itself":      "version: 1\ntargets: &t [*t]\n",
		"large":       "version: 1\n#" + strings.Repeat("a", 10<<20),
		"flow":        "version: 1\ntargets: " + strings.Repeat("[", 500000),
		"closed":      "version: 1\ntargets: " + strings.Repeat("[", 9000) + strings.Repeat("]", 9000),
		"maps":        "version: 1\naliases: " + strings.Repeat("{a: ", 9000) + strings.Repeat("}", 9000),
		"indent":      "version: 1\n" + strings.Repeat("- ", 400000),
		"question":    "version: 1\n" + strings.Repeat("? ", 400000),
		"quotes":      "version: 1\ntargets: [" + strings.Repeat("'", 900001),
		"long key":    strings.Repeat("k", 1<<19) + ": 1\n",
		"many keys":   "version: 1\n" + strings.Repeat("k: 1\n", 200000),
		"documents":   "version: 1\n" + strings.Repeat("---\n", 200000),
		"bytes":       "version: 1\ntargets: [\xff\xfe]\n",
		"number":      "version: " + strings.Repeat("9", 500000) + "\n",
		"tags":        "version: !!binary '1'\n",
		"python tag":  "version: 1\ntargets: !!python/object:os.system [a]\n",
		"block":       "version: 1\ntargets: |\n" + strings.Repeat(" a\n", 200000),
		"comments":    "version: 1\n" + strings.Repeat("# a\n", 200000) + "x: 1\n",
		"line breaks": "\r\r\r\u2028\u0085: [",
	} {
		start := cpuTime(t)
		_, err := Load([]byte(text), "f")
		if err == nil || len(err.Error()) > 100000 {
			t.Errorf("%s: %.200v", name, err)
		}
		if took := cpuTime(t) - start; took > 10*time.Second {
			t.Errorf("%s took %v", name, took)
		}
	}
}

// cpuTime is what this process has computed: that of the clock also passes while
// others do.
func cpuTime(t *testing.T) time.Duration {
	t.Helper()
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		t.Fatal(err)
	}
	return time.Duration(use.Utime.Nano())
}

func TestFind(t *testing.T) {
	top := t.TempDir()
	deep := filepath.Join(top, "a", "b")
	if err := os.MkdirAll(deep, 0o777); err != nil {
		t.Fatal(err)
	}
	want := filepath.Join(top, "a", FileName)
	for _, file := range []string{want, filepath.Join(top, FileName), filepath.Join(deep, "file")} {
		if err := os.WriteFile(file, []byte(good), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for _, from := range []string{deep, filepath.Join(deep, "file"), filepath.Join(top, "a"), filepath.Join(deep, "nowhere", "at", "all")} {
		if got, err := Find(from); err != nil || got != want {
			t.Errorf("from %s: %s, %v, want %s", from, got, err, want)
		}
	}
	if _, err := Read(want); err != nil {
		t.Error(err)
	}
	if _, err := Read(deep); err == nil || !strings.Contains(err.Error(), "no regular file") {
		t.Errorf("a folder: %v", err)
	}
	fifo := filepath.Join(top, "fifo")
	if err := syscall.Mkfifo(fifo, 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(fifo); err == nil || !strings.Contains(err.Error(), "no regular file") {
		t.Errorf("a FIFO: %v", err)
	}
	if _, err := Read(filepath.Join(top, "none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("nothing: %v", err)
	}
}

// FuzzLoad: every content is read or refused with mistakes that have a place,
// and what is read is shown in a form that reads the same.
func FuzzLoad(f *testing.F) {
	f.Add([]byte(good))
	f.Add([]byte("version: 1\ntargets: &a [*a]\n"))
	f.Add(groupsFile)
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := Load(data, "f")
		if err != nil {
			for _, m := range Mistakes(err) {
				if m.Line < 1 || m.Column < 1 {
					t.Errorf("no place: %v", m)
				}
			}
			return
		}
		roundTrip(t, c)
	})
}

// TestSuppressionEntry: the lines that commands offer to paste are taken as
// they are, whatever digits a fingerprint is made of.
func TestSuppressionEntry(t *testing.T) {
	for _, print := range []string{"0ba9c211d8154edd9932", "12345678901234567890", "1e234567890123456789", "00000000000000000000"} {
		f := finding.Finding{Rule: "PY2-S001", Fingerprint: print}
		for _, until := range []string{"", "2027-01-31"} {
			c, err := Load([]byte("version: 1\n"+f.SuppressionEntry(finding.Accepted, until)+"\n"), "f")
			if err != nil || len(c.Suppress) != 1 || c.Suppress[0].Fingerprint != print || c.Suppress[0].Until != until {
				t.Errorf("%s until %q: %v", print, until, err)
			}
		}
	}
}
