package distro

import (
	"slices"
	"strings"
	"testing"
)

func TestParseDepends(t *testing.T) {
	for text, want := range map[string]string{
		"a (>= 1.0), b | c (<< 2:1-1), d:any":                         "[a >= 1.0] [b|c << 2:1-1] [d:any]",
		"a:native, b:amd64, c:arm64 (= 1)":                            "[a] [b] [c:arm64 = 1]",
		"a [any-amd64], b [gnu-any-any], c [any-arm armhf], d [any]":  "[a] [b] [d]",
		"a [linux-amd64], b [x32], c [musl-linux-any], d [!hurd-any]": "[a] [d]",
		"a [amd64], b [!amd64], c [arm64], d [linux-any], e [!arm64]": "[a] [d] [e]",
		"a <!nocheck>, b <cross>, c <!a> <b>, d <!a b>":               "[a] [c]",
		"a (> 1), b (< 2)":  "[a >= 1] [b <= 2]",
		" a ,\n b\n ,, ":    "[a] [b]",
		"b [arm64] | c":     "[c]",
		"":                  "",
		"a <>, b []":        "",
		"a:":                "[a]",
		"a:b:c":             "[a:b:c]",
		"a:$x":              "error",
		"a (1.0)":           "error",
		"a (>= )":           "error",
		"a (>= 1":           "error",
		"a b":               "error",
		"-rf":               "error",
		"a (>= 1 2)":        "error",
		"${shlibs:Depends}": "error",
	} {
		list, err := ParseDepends(text, "amd64")
		var parts []string
		for _, c := range list {
			var names []string
			for _, r := range c.Alternatives {
				name := strings.TrimSuffix(r.Name+":"+r.Arch, ":")
				names = append(names, strings.TrimSpace(name+" "+r.Op+" "+r.Version))
			}
			parts = append(parts, "["+strings.Join(names, "|")+"]")
		}
		got := strings.Join(parts, " ")
		if err != nil {
			got = "error"
		}
		if got != want {
			t.Errorf("%q: %s (%v), want %s", text, got, err, want)
		}
	}
}

// TestAllUnmet: all that is missing is told at once.
func TestAllUnmet(t *testing.T) {
	x := sampleIndex(t)
	list, err := ParseDepends("rpm (>= 9), nobody, librpm9 | nobody, rpm-any (>= 1), rpm-any (>= 3)", "amd64")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range x.Unmet(list) {
		got = append(got, c.Text+": "+x.Why(c))
	}
	want := []string{
		"rpm (>= 9): rpm is there in 4.18.0+dfsg-1", "nobody: there is no nobody",
		"rpm-any (>= 3): rpm-any is provided by alien, in no version that fits",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("%q", got)
	}
}

// TestForAnyArchitecture: name:any is what a package is marked for. Indexes that
// do not know of marks take any package.
func TestForAnyArchitecture(t *testing.T) {
	for _, marked := range []bool{false, true} {
		b := NewBuilder(Meta{Family: FamilyDebian})
		b.Add(Package{Name: "python3", Version: "3.11"})
		b.Add(Package{Name: "bash", Version: "5.2"})
		if marked {
			b.AddAny("python3", "python3", "3.11")
		}
		x, err := b.Index()
		if err != nil {
			t.Fatal(err)
		}
		list, err := ParseDepends("python3:any (>= 3), python3:any (>= 4), bash:any, bash:native, bash:arm64", "amd64")
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, c := range x.Unmet(list) {
			got = append(got, c.Text+": "+x.Why(c))
		}
		want := []string{
			"python3:any (>= 4): python3 is there in 3.11",
			"bash:any: bash is there in 5.2, and not marked Multi-Arch: allowed",
			"bash:arm64: bash is asked for on arm64, and the index is of one architecture",
		}
		if !marked {
			want = slices.Delete(want, 1, 2)
		}
		if !slices.Equal(got, want) {
			t.Errorf("marked %v: %q", marked, got)
		}
	}
}

func FuzzParseDepends(f *testing.F) {
	f.Add("a (>= 1.0) [amd64] <!nocheck> | b:any, c")
	f.Fuzz(func(t *testing.T, text string) {
		list, err := ParseDepends(text, "amd64")
		if err == nil {
			sampleIndex(t).Unmet(list)
		}
	})
}
