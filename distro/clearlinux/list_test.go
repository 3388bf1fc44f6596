package clearlinux

import (
	"errors"
	"os"
	"strings"
	"testing"
	"testing/iotest"
	"unicode"

	"opendev.org/starlingx/stxscan/distro"
)

func readList(text string) (*distro.Index, int, error) {
	b := distro.NewBuilder(distro.Meta{Family: distro.FamilyClear})
	n, err := ReadList(b, strings.NewReader(text))
	if err != nil {
		return nil, n, err
	}
	x, err := b.Index()
	return x, n, err
}

func TestReadList(t *testing.T) {
	x, n, err := readList("# packages\nBabel-legacypython\n  acl   2.2.53-10  \r\nacpid\t1:2.0.32-1\ngtk+-dev # a comment\nopenssl\t1.0.2p\t47\tof this day\nlibc6:amd64\t2.36-9+deb12u10\n\nlibstdc++6 12.2.0-14~bpo1\nalso-add(x11-server)\ninclude( os-core )\ncontent(/a)\nlast")
	if err != nil || n != 8 {
		t.Fatalf("%d, %v", n, err)
	}
	for name, version := range map[string]string{
		"Babel-legacypython": "", "acl": "2.2.53-10", "acpid": "1:2.0.32-1", "gtk+-dev": "", "openssl": "1.0.2p", "libc6": "2.36-9+deb12u10", "libstdc++6": "12.2.0-14~bpo1", "last": "",
	} {
		if p, ok := x.Package(name); !ok || p != (distro.Package{Name: name, Version: version}) {
			t.Errorf("%s is %+v", name, p)
		}
	}
	if packages, _, _, _ := x.Count(); packages != 8 {
		t.Errorf("there are %d packages", packages)
	}
	if x.Completeness[distro.Binaries] != distro.Partial || x.Completeness[distro.Versions] != distro.Partial {
		t.Errorf("completeness is %v", x.Completeness)
	}
	if x, _, err := readList("bash\n"); err != nil || x.Completeness[distro.Versions] != distro.None {
		t.Errorf("names alone: %v, %v", x, err)
	}
}

// TestReadListOfClear reads lists that are published.
func TestReadListOfClear(t *testing.T) {
	for name, want := range map[string]int{"../lists/clear-final-bundle-packages.txt": 4896, "../data/clear-24761-source-packages.txt": 3635, "../data/clear-24761-versions.tsv": 345} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		x, n, err := readList(string(text))
		if err != nil || n != want {
			t.Errorf("%s: %d, %v; want %d", name, n, err, want)
			continue
		}
		if packages, _, _, _ := x.Count(); packages != want {
			t.Errorf("%s: %d packages, want %d", name, packages, want)
		}
	}
}

// TestReadListKeeps holds that a list takes nothing away from what is known.
func TestReadListKeeps(t *testing.T) {
	b := distro.NewBuilder(distro.Meta{Completeness: map[string]string{distro.Binaries: distro.Complete}})
	if _, err := ReadList(b, strings.NewReader("bash 1\n")); err != nil {
		t.Fatal(err)
	}
	if got := b.Meta().Completeness; got[distro.Binaries] != distro.Complete || got[distro.Versions] != distro.Partial {
		t.Errorf("completeness is %v", got)
	}
}

func TestReadListRefuses(t *testing.T) {
	for text, says := range map[string]string{
		"":                                       "names none",
		"# nothing\n\nalso-add(x)\n":             "names none",
		"bash\nThis is a sentence.\n":            "line 2",
		"bash\nbash one\n":                       `line 2: no list of packages: "one" is no version`,
		"name\tversion\nbash\t4\n":               "line 1",
		"a b 1\n":                                "line 1",
		"bash\n\n\x1f\x8b\x08\x00":               "line 3",
		"PK\x03\x04":                             "line 1",
		"bash\rlibc6\r":                          "line 1",
		"b\x00a\x00s\x00h\x00":                   "line 1",
		"bash # \x1b[0m":                         "line 1",
		"<html>\n":                               `line 1: no list of packages: "<html>" is no name`,
		"bash\n-rf\n":                            "line 2",
		"../bash\n":                              "line 1",
		"/usr/bin/bash\n":                        "line 1",
		"perl(File::Which)\n":                    "line 1",
		"define(x)\n":                            "line 1",
		"also-add(x\n":                           "line 1",
		"bash:\n":                                "line 1",
		"bash:amd 64 1\n":                        "line 1",
		"bash 1;2\n":                             "line 1",
		"bäsh\n":                                 "line 1",
		"\xffbash\n":                             "line 1",
		"bash-4.2.46-31.el7.x86_64\n":            "rpm -qa --qf",
		"bash-4.2.46-31.el7.noarch.rpm\n":        "rpm -qa --qf",
		"bash\n" + strings.Repeat("x", maxLine):  "line 2 is over",
		strings.Repeat("x", maxName+1) + " 1\n":  "line 1",
		"bash " + strings.Repeat("1", maxName+1): "line 1",
		"bash\n#" + strings.Repeat("x", maxLine): "line 2 is over",
	} {
		if _, _, err := readList(text); !errors.Is(err, ErrNoList) || !strings.Contains(err.Error(), says) {
			t.Errorf("%.60q: %v", text, err)
		}
	}
	broken := errors.New("the disk is broken")
	if _, err := ReadList(distro.NewBuilder(distro.Meta{}), iotest.ErrReader(broken)); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

func FuzzList(f *testing.F) {
	f.Add("# packages\nBabel\nacl 2.2.53-10\r\nacpid\t1:2.0.32-1\nalso-add(x)\nlibc6:amd64 1")
	f.Add("a\tb\tc\n\ta\n a \t1\t\n")
	f.Fuzz(func(t *testing.T, text string) {
		x, n, err := readList(text)
		if err != nil {
			return
		}
		seen := map[string]bool{}
		for line := range strings.Lines(text) {
			line, _, _ = strings.Cut(line, "#")
			if line = strings.TrimSpace(line); line == "" {
				continue
			}
			if macro, _ := directive(line); macro != "" {
				continue
			}
			name := strings.FieldsFunc(line, func(r rune) bool { return r == ':' || unicode.IsSpace(r) })[0]
			if seen[name] = true; !isName(name) {
				t.Fatalf("%q is no name", name)
			}
			if _, ok := x.Package(name); !ok {
				t.Fatalf("%q is not in the index", name)
			}
		}
		if packages, _, _, _ := x.Count(); packages != len(seen) || n < packages {
			t.Fatalf("%d lines and %d packages of %d", n, packages, len(seen))
		}
	})
}
