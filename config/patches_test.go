package config

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestPatches(t *testing.T) {
	c, err := Load([]byte(`version: 1
upstreams: {lldpd: clones/lldpd, other: /srv/other}
patches:
  - {package: "lldpd", patch: "*.patch", upstream: not-found, by: Ann, reason: "looked, and it is not there"}
  - {package: "lldp*", patch: "0001-*", upstream: upstreamed, release: "1.0.2", commit: "0123abc", by: Bob, reason: in other words}
`), filepath.Join("a", "b", FileName))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []struct{ pkg, file, by string }{
		{"lldpd", "networking/lldpd/files/0001-a.patch", "Bob"}, {"lldpd", "files/0002-b.patch", "Ann"},
		{"lldpd", "0001-a.diff", "Bob"}, {"ntp", "0001-a.patch", ""},
	} {
		by := ""
		if p := c.PatchVerdict(f.pkg, f.file); p != nil {
			by = p.By
		}
		if by != f.by {
			t.Errorf("%s %s: %q, want %q", f.pkg, f.file, by, f.by)
		}
	}
	dirs := c.Folders(c.Upstreams)
	if want := filepath.Join("a", "b", "clones", "lldpd"); dirs["lldpd"] != want || dirs["other"] != "/srv/other" {
		t.Errorf("%v", dirs)
	}
	if (*Config)(nil).PatchVerdict("a", "b") != nil {
		t.Error("no configuration knows a patch")
	}
	for text, want := range map[string]string{
		`{package: a, patch: x/b, upstream: upstreamed, by: c, reason: d}`:             "f:2:31: patch: \"x/b\": want the name of a file",
		`{package: a, patch: b, upstream: yes-it-is, by: c, reason: d}`:                "want one of upstreamed, partially, not-found, reverted",
		`{package: a, patch: b, upstream: upstreamed, by: "", reason: d}`:              "by: want one line of text",
		`{package: a, patch: b, upstream: upstreamed, commit: HEAD, by: c, reason: d}`: "commit: \"HEAD\": want 7 to 64",
	} {
		if _, err := Load([]byte("version: 1\npatches: ["+text+"]\n"), "f"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
	if _, err := Load([]byte("version: 1\nupstreams: {a: ' '}\n"), "f"); err == nil {
		t.Error("an upstream without a folder is read")
	}
}
