package distro

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/oracle"
)

func TestParseDepends(t *testing.T) {
	for text, want := range map[string]string{
		"a (>= 1.0), b | c (<< 2:1-1), d:any":                         "[a >= 1.0] [b|c << 2:1-1] [d]",
		"a [amd64], b [!amd64], c [arm64], d [linux-any], e [!arm64]": "[a] [d] [e]",
		"a <!nocheck>, b <cross>, c <!a> <b>, d <!a b>":               "[a] [c]",
		"a (> 1), b (< 2)":  "[a >= 1] [b <= 2]",
		" a ,\n b\n ,, ":    "[a] [b]",
		"b [arm64] | c":     "[c]",
		"":                  "",
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
				names = append(names, strings.TrimSpace(r.Name+" "+r.Op+" "+r.Version))
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

// universe is packages that exist in nothing but a test.
type universe struct {
	random *rand.Rand
	index  *Index
	text   string // as a Packages file
}

// versionOf makes a version as Debian's are, few enough that many are equal.
func versionOf(r *rand.Rand) string {
	v := fmt.Sprint(1+r.IntN(3), ".", r.IntN(3))
	for _, mark := range []string{"~rc1", "+dfsg", ".1", "a"} {
		if r.IntN(6) == 0 {
			v += mark
		}
	}
	if r.IntN(2) == 0 {
		v += fmt.Sprint("-", r.IntN(3))
	}
	if r.IntN(5) == 0 {
		v = "1:" + v
	}
	return v
}

func newUniverse(t *testing.T, seed uint64) *universe {
	t.Helper()
	u := &universe{random: rand.New(rand.NewPCG(seed, 9))}
	b := NewBuilder(Meta{Family: FamilyDebian})
	var text strings.Builder
	text.WriteString("Package: build-essential\nVersion: 1\nArchitecture: amd64\n\n") // which every build needs
	for i := range 120 {
		name, version := fmt.Sprintf("pkg%d", i), versionOf(u.random)
		b.Add(Package{Name: name, Version: version})
		fmt.Fprintf(&text, "Package: %s\nVersion: %s\nArchitecture: amd64\nMulti-Arch: foreign\n", name, version)
		if u.random.IntN(3) == 0 {
			virtual := fmt.Sprintf("virtual%d", u.random.IntN(30))
			provided := ""
			if u.random.IntN(2) == 0 {
				provided = versionOf(u.random)
			}
			b.AddProvides(virtual, name, provided)
			if provided != "" {
				virtual += " (= " + provided + ")"
			}
			fmt.Fprintf(&text, "Provides: %s\n", virtual)
		}
		text.WriteString("\n")
	}
	x, err := b.Index()
	if err != nil {
		t.Fatal(err)
	}
	u.index, u.text = x, text.String()
	return u
}

// expression makes a clause of one to three alternatives.
func (u *universe) expression() string {
	var parts []string
	for range 1 + u.random.IntN(3) {
		name := fmt.Sprintf("pkg%d", u.random.IntN(140))
		if u.random.IntN(3) == 0 {
			name = fmt.Sprintf("virtual%d", u.random.IntN(35))
		}
		if u.random.IntN(3) > 0 {
			name += fmt.Sprintf(" (%s %s)", []string{"<<", "<=", "=", ">=", ">>"}[u.random.IntN(5)], versionOf(u.random))
		}
		parts = append(parts, name)
	}
	return strings.Join(parts, " | ")
}

// TestAgainstDose holds what is met against dose-builddebcheck, for a thousand
// source packages that each need one clause.
func TestAgainstDose(t *testing.T) {
	dose := oracle.Program(t, "dose-builddebcheck", "apt-get install dose-builddebcheck")
	u := newUniverse(t, 1)
	dir := t.TempDir()
	var sources strings.Builder
	clauses := map[string]string{}
	for i := range 1000 {
		name := fmt.Sprintf("src%d", i)
		clauses[name] = u.expression()
		fmt.Fprintf(&sources, "Package: %s\nVersion: 1\nArchitecture: any\nBinary: %s\nBuild-Depends: %s\n\n", name, name, clauses[name])
	}
	for name, text := range map[string]string{"Packages": u.text, "Sources": sources.String()} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	command := exec.Command(dose, "--deb-native-arch=amd64", "--failures", filepath.Join(dir, "Packages"), filepath.Join(dir, "Sources"))
	out, err := command.Output()
	if err != nil && len(out) == 0 {
		t.Fatalf("dose-builddebcheck: %v", err)
	}
	broken := map[string]bool{}
	for _, m := range regexp.MustCompile(`package: (?:src:)?(src\d+)`).FindAllStringSubmatch(string(out), -1) {
		broken[m[1]] = true
	}
	unmet := 0
	for name, text := range clauses {
		list, err := ParseDepends(text, "amd64")
		if err != nil {
			t.Fatal(err)
		}
		if ours := len(u.index.Unmet(list)) > 0; ours != broken[name] {
			t.Errorf("%s: unmet %v, dose says %v", text, ours, broken[name])
		} else if ours {
			unmet++
		}
	}
	if unmet < 100 || unmet > 900 {
		t.Errorf("%d of 1000 are unmet: that tells little", unmet)
	}
}

// TestAgainstDpkg holds the order of versions against dpkg.
func TestAgainstDpkg(t *testing.T) {
	dpkg := oracle.Program(t, "dpkg", "apt-get install dpkg")
	random := rand.New(rand.NewPCG(4, 4))
	var script strings.Builder
	type pair struct{ a, op, b string }
	var pairs []pair
	for range 600 {
		p := pair{versionOf(random), []string{"lt", "le", "eq", "ge", "gt"}[random.IntN(5)], versionOf(random)}
		pairs = append(pairs, p)
		fmt.Fprintf(&script, "%s --compare-versions '%s' %s '%s' && echo yes || echo no\n", dpkg, p.a, p.op, p.b)
	}
	command := exec.Command("sh")
	command.Stdin = strings.NewReader(script.String())
	out, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	answers := strings.Fields(string(out))
	if len(answers) != len(pairs) {
		t.Fatalf("%d answers for %d pairs", len(answers), len(pairs))
	}
	ops := map[string]string{"lt": "<<", "le": "<=", "eq": "=", "ge": ">=", "gt": ">>"}
	for i, p := range pairs {
		if got := fitsVersion(FamilyDebian, p.a, ops[p.op], p.b); got != (answers[i] == "yes") {
			t.Errorf("%s %s %s: %v, dpkg says %s", p.a, p.op, p.b, got, answers[i])
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

func FuzzParseDepends(f *testing.F) {
	f.Add("a (>= 1.0) [amd64] <!nocheck> | b:any, c")
	f.Fuzz(func(t *testing.T, text string) {
		list, err := ParseDepends(text, "amd64")
		if err == nil {
			sampleIndex(t).Unmet(list)
		}
	})
}
