package debian

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/distro"
	"opendev.org/starlingx/stxscan/oracle"
)

// universe is packages that exist in nothing but a test.
type universe struct {
	random *rand.Rand
	index  *distro.Index // as ReadPackages reads text
	text   string        // as a Packages file
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
	var text strings.Builder
	paragraph := func(name, version string) {
		fmt.Fprintf(&text, "Package: %s\nVersion: %s\nArchitecture: amd64\nFilename: ./%s.deb\nSize: 1\nSHA256: %064d\n", name, version, name, 0)
	}
	paragraph("build-essential", "1") // which every build needs
	for i := range 120 {
		text.WriteString("\n")
		paragraph(fmt.Sprintf("pkg%d", i), versionOf(u.random))
		if multi := []string{"", "foreign", "allowed", "same"}[u.random.IntN(4)]; multi != "" {
			text.WriteString("Multi-Arch: " + multi + "\n")
		}
		if u.random.IntN(3) == 0 {
			virtual := fmt.Sprintf("virtual%d", u.random.IntN(30))
			if u.random.IntN(2) == 0 {
				virtual += " (= " + versionOf(u.random) + ")"
			}
			fmt.Fprintf(&text, "Provides: %s\n", virtual)
		}
	}
	u.text = text.String()
	b := distro.NewBuilder(distro.Meta{Family: distro.FamilyDebian})
	if _, err := ReadPackages(b, strings.NewReader(u.text), ""); err != nil {
		t.Fatal(err)
	}
	x, err := b.Index()
	if err != nil {
		t.Fatal(err)
	}
	u.index = x
	return u
}

// qualifiers are for which architecture a package may be.
var qualifiers = []string{":any", ":any", ":native", ":amd64", ":arm64"}

// relation makes a name with or without a qualifier and a version.
func (u *universe) relation(qualified bool) string {
	name, virtual := fmt.Sprintf("pkg%d", u.random.IntN(140)), false
	if u.random.IntN(3) == 0 {
		name, virtual = fmt.Sprintf("virtual%d", u.random.IntN(35)), true
	}
	versioned := u.random.IntN(3) > 0
	if qualified && u.random.IntN(3) == 0 {
		q := qualifiers[u.random.IntN(len(qualifiers))]
		name += q
		// apt 2.6 holds the version of virtual:amd64 (= 1) and virtual:native (= 1)
		// against that of the package which provides it, and not against what is
		// provided.
		versioned = versioned && (q == ":any" || !virtual)
	}
	if versioned {
		name += fmt.Sprintf(" (%s %s)", []string{"<<", "<=", "=", ">=", ">>"}[u.random.IntN(5)], versionOf(u.random))
	}
	return name
}

// restrictions are for which architectures and which builds a relation is.
var restrictions = []string{
	"[amd64]", "[!amd64]", "[arm64 i386]", "[!arm64 !i386]", "[linux-any]", "[!linux-any]", "[kfreebsd-any]", "[any]", "[any-amd64]",
	"[any-arm64]", "[gnu-any-any]", "[musl-linux-any]", "[any-arm armhf]", "<!nocheck>", "<cross>", "<!cross !nodoc>",
	"<!nocheck nodoc>", "<cross> <!nocheck>", "<stage1> <pkg.src.extra>", "[linux-any] <!nocheck>", "[arm64] <!nocheck>",
}

// expression makes a clause of one to three alternatives, with restrictions as
// source packages have them.
func (u *universe) expression(restricted, qualified bool) string {
	var parts []string
	for range 1 + u.random.IntN(3) {
		part := u.relation(qualified)
		if restricted && u.random.IntN(2) == 0 {
			part += " " + restrictions[u.random.IntN(len(restrictions))]
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, " | ")
}

// unmet reports whether the index lacks what an expression asks for.
func (u *universe) unmet(t *testing.T, text string) bool {
	t.Helper()
	list, err := distro.ParseDepends(text, "amd64")
	if err != nil {
		t.Fatal(err)
	}
	return len(u.index.Unmet(list)) > 0
}

// tellsMuch holds that enough expressions are met and enough are not.
func tellsMuch(t *testing.T, unmet, all int) {
	t.Helper()
	if unmet < all/10 || unmet > all*9/10 {
		t.Errorf("%d of %d are unmet: that tells little", unmet, all)
	}
}

// TestAgainstDose holds what is met against dose-builddebcheck, for a thousand
// source packages that each need one clause. It takes name:any for any package,
// so that qualifiers are asked of apt alone.
func TestAgainstDose(t *testing.T) {
	dose := oracle.Program(t, "dose-builddebcheck", "apt-get install dose-builddebcheck")
	u := newUniverse(t, 1)
	dir := t.TempDir()
	var sources strings.Builder
	clauses := map[string]string{}
	for i := range 1000 {
		name := fmt.Sprintf("src%d", i)
		clauses[name] = u.expression(true, false)
		fmt.Fprintf(&sources, "Package: %s\nVersion: 1\nArchitecture: any\nBinary: %s\nBuild-Depends: %s\n\n", name, name, clauses[name])
	}
	for name, text := range map[string]string{"Packages": u.text, "Sources": sources.String()} {
		put(t, filepath.Join(dir, name), []byte(text))
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
		if ours := u.unmet(t, text); ours != broken[name] {
			t.Errorf("%s: unmet %v, dose says %v", text, ours, broken[name])
		} else if ours {
			unmet++
		}
	}
	tellsMuch(t, unmet, len(clauses))
}

// apt is apt with a configuration, lists and a state of its own.
type apt struct {
	get, dir string
}

func newApt(t *testing.T, packages string) *apt {
	t.Helper()
	a := &apt{get: oracle.Program(t, "apt-get", "apt-get is part of every Debian"), dir: t.TempDir()}
	for _, folder := range []string{"repo", "etc/apt.conf.d", "etc/preferences.d", "etc/trusted.gpg.d", "state/lists/partial", "cache/archives/partial"} {
		if err := os.MkdirAll(filepath.Join(a.dir, folder), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range map[string]string{
		"repo/Packages": packages, "state/status": "", "etc/sources.list": "deb [trusted=yes] file:" + a.dir + "/repo ./\n",
		// User root: apt would else be _apt, who may not read here.
		"apt.conf": fmt.Sprintf(`Dir %[1]q; Dir::State "%[1]s/state"; Dir::State::status "%[1]s/state/status"; Dir::Cache "%[1]s/cache"; Dir::Etc "%[1]s/etc";
APT::Architecture "amd64"; APT::Architectures { "amd64"; }; APT::Sandbox::User "root"; Acquire::Languages "none"; APT::Get::Simulate "true";
`, a.dir),
	} {
		put(t, filepath.Join(a.dir, name), []byte(text))
	}
	if out, err := a.command("-o", "APT::Get::Simulate=false", "update").CombinedOutput(); err != nil {
		t.Fatalf("apt-get update: %v: %s", err, out)
	}
	return a
}

func (a *apt) command(arguments ...string) *exec.Cmd {
	c := exec.Command(a.get, append([]string{"-q"}, arguments...)...)
	c.Env = append(os.Environ(), "APT_CONFIG="+filepath.Join(a.dir, "apt.conf"), "LC_ALL=C")
	return c
}

// unmet asks apt how many of some clauses it could not install packages for.
func (a *apt) unmet(t *testing.T, clauses ...string) int {
	t.Helper()
	out, err := a.command("satisfy", strings.Join(clauses, ", ")).CombinedOutput()
	if err == nil {
		return 0
	}
	_, list, ok := strings.Cut(string(out), "The following packages have unmet dependencies:")
	if !ok {
		t.Fatalf("apt-get satisfy %q: %v: %s", clauses, err, out)
	}
	return strings.Count(list, "Depends: ")
}

// TestAgainstApt holds what is met against what apt would install, for clauses
// as binary and as source packages have them. As no package is in the way of
// another, those that we call met, and those that we call unmet, are asked for
// many at a time, and one by one only where apt does not say the same of all.
func TestAgainstApt(t *testing.T) {
	u := newUniverse(t, 2)
	a := newApt(t, u.text)
	const all, most = 1000, 50
	groups, unmet := map[bool][]string{}, 0
	ask := func(ours bool) {
		group, want := groups[ours], 0
		groups[ours] = nil
		if ours {
			want = len(group)
		}
		unmet += want
		if a.unmet(t, group...) == want {
			return
		}
		for _, text := range group {
			if theirs := a.unmet(t, text) > 0; ours != theirs {
				t.Errorf("%s: unmet %v, apt says %v", text, ours, theirs)
			}
		}
	}
	for i := range all {
		text := u.expression(i%2 == 0, true)
		ours := u.unmet(t, text)
		if groups[ours] = append(groups[ours], text); len(groups[ours]) == most {
			ask(ours)
		}
	}
	ask(false)
	ask(true)
	tellsMuch(t, unmet, all)
}

// TestAgainstDpkg holds the order of versions against dpkg.
func TestAgainstDpkg(t *testing.T) {
	dpkg := oracle.Program(t, "dpkg", "apt-get install dpkg")
	random := rand.New(rand.NewPCG(4, 4))
	var script strings.Builder
	type pair struct{ a, op, b string }
	holds := map[string]func(order int) bool{
		"lt": func(o int) bool { return o < 0 }, "le": func(o int) bool { return o <= 0 }, "eq": func(o int) bool { return o == 0 },
		"ge": func(o int) bool { return o >= 0 }, "gt": func(o int) bool { return o > 0 },
	}
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
	for i, p := range pairs {
		if got := holds[p.op](distro.CompareIn(distro.FamilyDebian, p.a, p.b)); got != (answers[i] == "yes") {
			t.Errorf("%s %s %s: %v, dpkg says %s", p.a, p.op, p.b, got, answers[i])
		}
	}
}
