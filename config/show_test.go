package config

import (
	"bytes"
	"strings"
	"testing"
)

// roundTrip shows a configuration, reads that, and shows it again.
func roundTrip(t *testing.T, c *Config) {
	t.Helper()
	for _, origins := range []bool{false, true} {
		first, err := Show(c, nil, origins)
		if err != nil {
			t.Fatal(err)
		}
		again, err := Load(first, "shown")
		if err != nil {
			t.Fatalf("what is shown is not read: %v\n%s", err, first)
		}
		a, err := Show(c, nil, false)
		if err != nil {
			t.Fatal(err)
		}
		b, err := Show(again, nil, false)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(a, b) {
			t.Fatalf("shown:\n%s\nread and shown again:\n%s", a, b)
		}
	}
}

func TestShow(t *testing.T) {
	c, err := Load([]byte(good), "dir/f")
	if err != nil {
		t.Fatal(err)
	}
	roundTrip(t, c)
	roundTrip(t, &Config{Aliases: map[string]string{"1": "2", "yes": "no", "2026-01-01": "x", "a: b": "c"}})
	text, err := Show(c, []Setting{
		{"targets", []string{"clear"}, "--target"}, {"scan.items", 20, "dir/f:26"}, {"scan.pythons", []string{"3.10"}, "dir/f:27"},
	}, true)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"version: 1 # dir/f:1\n", "targets: [clear] # --target\n", "  starlingx/config: config # dir/f:4\n",
		"  - owner: Ann # dir/f:6\n", "  - rule: PY2-S001 # dir/f:11\n", `    until: "2026-12-31"`,
		"  - id: flock # default\n", "  - id: mine # dir/f:18\n", "    PY2-S001: [stx.print] # dir/f:24\n",
		"scan:\n  items: 20 # dir/f:26\n", `  pythons: ["3.10"] # dir/f:27`,
	} {
		if !strings.Contains(string(text), want) {
			t.Errorf("%q is missing in\n%s", want, text)
		}
	}
	nothing, err := Show(nil, nil, true)
	if err != nil || !strings.HasPrefix(string(nothing), "version: 1 # default\ngroups:\n") {
		t.Errorf("%v\n%s", err, nothing)
	}
}
