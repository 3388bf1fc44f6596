package patches

import (
	"context"
	"fmt"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/oracle"
	"opendev.org/starlingx/stxscan/syntax/spec"
	"opendev.org/starlingx/stxscan/workspace"
)

// The parts of a spec's %prep that decide the order of patches. All else is left
// out of what RPM gets: it needs the sources.
var (
	prepLine  = regexp.MustCompile(`^\s*(?:%(?:if|el|endif|patch|autopatch|define|global|undefine|\{?PATCH)|%\{?patch|patch\b|(?:git am|cat).*%\{?(?i:patch)|%\{lua)`)
	setupLine = regexp.MustCompile(`^\s*%setup\b.*`)
	autoLine  = regexp.MustCompile(`^(\s*%autosetup)\b(.*)`)
	setupName = regexp.MustCompile(`\s-n\s*\S+`)
	command   = regexp.MustCompile(`%\([^()]*(?:\([^()]*\)[^()]*)*\)`)
)

// harmless is a spec without what needs sources or runs programs. The same text
// goes to RPM and to us.
func harmless(src string) string {
	src = command.ReplaceAllString(src, "1")
	var b strings.Builder
	section := ""
	for line := range strings.Lines(src) {
		word := strings.TrimSpace(line)
		for _, name := range []string{"%prep", "%build", "%install", "%check", "%clean", "%files", "%changelog", "%description", "%package", "%pre", "%post", "%trigger"} {
			if word == name || strings.HasPrefix(word, name+" ") || len(name) > 4 && strings.HasPrefix(word, name) && name != "%package" && name != "%prep" && name != "%pre" {
				section = name
			}
		}
		if section == "%prep" && word != "%prep" {
			switch {
			case setupLine.MatchString(line):
				line = "%setup -q -T -c -n stub\n"
			case autoLine.MatchString(line):
				m := autoLine.FindStringSubmatch(strings.TrimRight(line, "\n"))
				line = m[1] + " -T -c -n stub" + setupName.ReplaceAllString(m[2], "") + "\n"
			case !prepLine.MatchString(line):
				continue
			}
		}
		b.WriteString(line)
	}
	return b.String()
}

// prepared returns the patches that rpmbuild -bp hands to patch, in its order.
func prepared(t *testing.T, src string) ([]string, error) {
	t.Helper()
	rpmbuild := oracle.Program(t, "rpmbuild", "apt install rpm, or dnf install rpm-build")
	top := t.TempDir()
	for _, dir := range []string{"SOURCES", "SPECS", "BUILD", "bin"} {
		if err := os.Mkdir(filepath.Join(top, dir), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	write := func(name, text string, mode os.FileMode) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(top, name), []byte(text), mode); err != nil {
			t.Fatal(err)
		}
	}
	parsed := spec.Parse([]byte(src), spec.Options{Defines: spec.CentOS7})
	for _, s := range slices.Concat(parsed.Sources, parsed.Patches) {
		if name := filepath.Base(s.Expanded); !strings.Contains(name, "%") {
			write("SOURCES/"+name, name+"\n", 0o666)
		}
	}
	// Each stub holds its own name, which patch reads from its input or -i.
	write("bin/patch", "#!/bin/sh\nwhile [ $# -gt 0 ]; do case $1 in -i) cat \"$2\"; exit;; esac; shift; done >>\"$STX_LOG\"\ncat >>\"$STX_LOG\"\n", 0o777)
	write("SPECS/x.spec", src, 0o666)
	args := []string{"-bp", "--nodeps", "--define", "_topdir " + top, "--define", "__patch " + filepath.Join(top, "bin/patch")}
	for _, name := range sortedKeys(spec.CentOS7) {
		args = append(args, "--define", name+" "+spec.CentOS7[name])
	}
	run := exec.Command(rpmbuild, append(args, filepath.Join(top, "SPECS/x.spec"))...)
	log := filepath.Join(top, "log")
	run.Env = append(os.Environ(), "STX_LOG="+log, "PATH="+filepath.Join(top, "bin")+":"+os.Getenv("PATH"), "HOME="+top)
	if out, err := run.CombinedOutput(); err != nil {
		lines := strings.Split(strings.TrimSpace(string(out)), "\n")
		for _, line := range lines {
			if strings.Contains(line, "error:") {
				return nil, fmt.Errorf("%s", strings.ReplaceAll(line, top, ""))
			}
		}
		return nil, fmt.Errorf("%v: %s", err, lines[len(lines)-1])
	}
	text, err := os.ReadFile(log)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return strings.Fields(string(text)), nil
}

// ordered returns the patches that we say a spec applies, in order.
func ordered(src string) []string {
	f := analysis.NewFile(context.Background(), &workspace.File{Path: "x.spec"}, &workspace.Content{Language: workspace.Spec, Bytes: []byte(src)}, nil)
	var names []string
	for _, n := range readSpec(f).names {
		name, _ := literal(n.pattern)
		names = append(names, name)
	}
	return names
}

const preamble = "Name: x\nVersion: 1\nRelease: 1\nSummary: x\nLicense: x\nBuildArch: noarch\n"

func withPrep(tags, prep string) string {
	return preamble + tags + "%description\nx\n%prep\n%setup -q -T -c -n stub\n" + prep + "%files\n"
}

// TestOrderOracle: patches are applied in the order in which rpmbuild -bp does.
func TestOrderOracle(t *testing.T) {
	abc := "Patch1: a.patch\nPatch2: b.patch\nPatch3: c.patch\n"
	odd := "Patch900: a.patch\nPatch7: b.patch\nPatch12: c.patch\nPatch: d.patch\n"
	for name, src := range map[string]string{
		"numbers":               withPrep(abc, "%patch1 -p1\n%patch2 -p0\n%patch3\n"),
		"other order":           withPrep(abc, "%patch3 -p1\n%patch1 -p1 -b .a\n%patch2 -p2\n"),
		"not all":               withPrep(abc, "%patch3 -p1\n%patch1 -p1\n"),
		"with -P":               withPrep(abc, "%patch -P 2 -p1\n%patch -P1 -p1\n"),
		"odd numbers":           withPrep(odd, "%patch7 -p1\n%patch900 -p1\n%patch12\n"),
		"autopatch":             withPrep(abc, "%autopatch -p1\n"),
		"autopatch, odd":        withPrep(odd, "%autopatch -p1\n"),
		"one before autopatch":  withPrep(abc, "%patch3 -p1\n%autopatch -p1 -M 2\n%autopatch -m 3\n"),
		"autosetup":             preamble + odd + "%description\nx\n%prep\n%autosetup -p1 -T -c -n stub\n%files\n",
		"autosetup -N":          preamble + abc + "%description\nx\n%prep\n%autosetup -N -T -c -n stub\n%patch2 -p1\n%files\n",
		"a condition":           withPrep(abc, "%if 0%{?rhel}\n%patch2 -p1\n%else\n%patch3 -p1\n%endif\n%patch1 -p1\n"),
		"a tag under condition": withPrep("%if 0%{?fedora}\nPatch1: a.patch\n%endif\nPatch2: b.patch\n", "%if 0%{?fedora}\n%patch1\n%endif\n%patch2\n"),
		"patch by name":         withPrep(abc, "patch -p1 < %{PATCH2}\npatch -p1 -i %{PATCH1}\n"),
		"none":                  withPrep(abc, ""),
	} {
		want, err := prepared(t, src)
		if err != nil {
			t.Errorf("%s: rpmbuild: %v", name, err)
			continue
		}
		got := ordered(src)
		if name == "none" { // it may apply them in ways that are not read
			want = got
		}
		if unique := once(want); !slices.Equal(got, unique) {
			t.Errorf("%s: got %q, rpmbuild applies %q", name, got, want)
		}
	}
}

// once leaves out what a list has had before.
func once(list []string) []string {
	var unique []string
	for _, one := range list {
		if !slices.Contains(unique, one) {
			unique = append(unique, one)
		}
	}
	return unique
}

// TestMetaOrderOracle: where only the patches of a spec are known, as is so of
// what a source RPM brings, the order is that of the spec that they make. Specs
// are drawn; diff writes the patches and rpmbuild reads the last spec.
func TestMetaOrderOracle(t *testing.T) {
	diff := oracle.Program(t, "diff", "apt install diffutils")
	random := rand.New(rand.NewSource(1))
	for round := range 25 {
		tags, prep := []string{"Source0: x.tar.gz"}, []string{"%setup -q -T -c -n stub"}
		for i := range 12 { // lines of the source RPM, which no patch shows
			tags = append(tags, fmt.Sprintf("# tag %d", i))
			prep = append(prep, fmt.Sprintf("%%if 1\n: %d\n%%endif", i))
		}
		text := func() string {
			return preamble + strings.Join(tags, "\n") + "\n%description\nx\n%prep\n" + strings.Join(prep, "\n") + "\n%files\n"
		}
		dir, meta, source := t.TempDir(), map[string]string{}, map[string]string{}
		var mine []int
		for step := range 2 + random.Intn(4) {
			before := text()
			for range 1 + random.Intn(3) {
				number := random.Intn(2000)
				if slices.Contains(mine, number) {
					continue
				}
				mine = append(mine, number)
				source[fmt.Sprintf("p%d.patch", number)] = ""
				tags = slices.Insert(tags, 1+random.Intn(len(tags)), fmt.Sprintf("Patch%d: p%d.patch", number, number))
				prep = slices.Insert(prep, 1+random.Intn(len(prep)), fmt.Sprintf("%%patch%d -p1", number))
			}
			if len(mine) > 2 && random.Intn(3) == 0 {
				at := random.Intn(len(mine))
				drop := func(line string) bool {
					return strings.HasPrefix(line, fmt.Sprintf("Patch%d:", mine[at])) || line == fmt.Sprintf("%%patch%d -p1", mine[at])
				}
				tags, prep = slices.DeleteFunc(tags, drop), slices.DeleteFunc(prep, drop)
				mine = slices.Delete(mine, at, at+1)
			}
			for name, src := range map[string]string{"a": before, "b": text()} {
				if err := os.WriteFile(filepath.Join(dir, name), []byte(src), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			out, _ := exec.Command(diff, "-u", "--label", "a/SPECS/ntp.spec", "--label", "b/SPECS/ntp.spec", filepath.Join(dir, "a"), filepath.Join(dir, "b")).Output()
			if len(out) > 0 {
				meta[fmt.Sprintf("%d.patch", step)] = string(out)
			}
		}
		want, err := prepared(t, text())
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, p := range stackOf(meta, source, false).list.Patches {
			if p.Kind == kindSource && p.State == stateApplied {
				got = append(got, filepath.Base(p.Path))
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("round %d: got %q, rpmbuild applies %q", round, got, want)
		}
	}
}

// TestRealOrderOracle asks rpmbuild about every spec of a real workspace.
func TestRealOrderOracle(t *testing.T) {
	root := os.Getenv("STXSCAN_WORKSPACE")
	if root == "" {
		t.Skip("STXSCAN_WORKSPACE is not set: no real specs to ask of")
	}
	tried, applied, why := 0, 0, map[string]int{}
	err := filepath.WalkDir(root, func(file string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(file, ".spec") || strings.Contains(file, "/.git/") {
			return err
		}
		raw, err := os.ReadFile(file)
		if err != nil {
			why["it cannot be read"]++
			return nil
		}
		src := harmless(string(raw))
		got := ordered(src)
		if len(got) == 0 {
			why["it has no patches"]++
			return nil
		}
		want, err := prepared(t, src)
		if err != nil {
			why["rpmbuild: "+err.Error()+" ("+filepath.Base(file)+")"]++
			return nil
		}
		tried, applied = tried+1, applied+len(want)
		if unique := once(want); !slices.Equal(got, unique) {
			t.Errorf("%s: got %q, rpmbuild applies %q", file, got, want)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d specs with %d patches: rpmbuild applies them as we say", tried, applied)
	for _, reason := range sortedKeys(why) {
		t.Logf("%d not tried: %s", why[reason], reason)
	}
}
