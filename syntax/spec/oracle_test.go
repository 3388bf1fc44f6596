package spec

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"opendev.org/starlingx/stxscan/oracle"
)

// TestRealOracle compares what the real specs depend on with what RPM itself
// reads.
func TestRealOracle(t *testing.T) {
	asked, specs, answered := 0, 0, 0
	realSpecs(t, func(path string, src []byte) {
		n := compareWithRpmspec(t, path, src)
		asked += n
		specs++
		if n > 0 {
			answered++
		}
	})
	t.Logf("rpmspec answers for %d of %d specs, %d lines, and we have each of them", answered, specs, asked)
	if answered < specs {
		t.Errorf("rpmspec reads %d of %d specs", answered, specs)
	}
}

// TestOracle does the same on our own small workspace.
func TestOracle(t *testing.T) {
	asked := 0
	walkSpecs(t, filepath.Join("..", "..", "testdata", "starlingx"), func(path string, src []byte) {
		asked += compareWithRpmspec(t, path, src)
	})
	if asked < 30 {
		t.Errorf("only %d dependencies were compared", asked)
	}
}

// compareWithRpmspec returns how many dependencies of a spec were compared.
// rpmspec runs what stands in %( ) and %{lua:}, so both read a copy with 1 in
// place of the one and nothing in place of the other.
func compareWithRpmspec(t *testing.T, path string, src []byte) int {
	t.Helper()
	rpmspec := oracle.Program(t, "rpmspec", "apt install rpm, or dnf install rpm-build")
	src = bareWords.ReplaceAll(withoutLua(withoutCommands(src)), []byte(`$1"$2" == "$3"`))
	harmless := filepath.Join(t.TempDir(), filepath.Base(path))
	if err := os.WriteFile(harmless, src, 0o600); err != nil {
		t.Fatal(err)
	}
	asked := 0
	f := Parse(src, Options{Defines: realDefines})
	for query, kinds := range map[string][]string{
		"--requires": {"Requires", "PreReq"}, "--buildrequires": {"BuildRequires", "BuildPreReq"},
		"--provides": {"Provides"}, "--conflicts": {"Conflicts"}, "--obsoletes": {"Obsoletes"},
	} {
		lines, err := ask(rpmspec, harmless, query)
		if err != nil {
			t.Logf("%s: rpmspec %s: %v", path, query, err)
			continue
		}
		if query == "--provides" {
			lines = slices.DeleteFunc(lines, func(line string) bool { return isOwnName(f, line) })
		}
		asked += len(lines)
		compare(t, path, f, kinds, lines)
	}
	return asked + compareLists(t, rpmspec, path, harmless, f)
}

// compareLists does the same with the subpackages, the sources and the patches.
func compareLists(t *testing.T, rpmspec, path, harmless string, f *File) int {
	t.Helper()
	var packages, sources, patches []string
	for _, p := range f.Packages {
		if taken, known := Taken(p.Conditions); taken && known {
			packages = append(packages, p.Name)
		}
	}
	for list, from := range map[*[]string][]Source{&sources: f.Sources, &patches: f.Patches} {
		for _, s := range from {
			if taken, known := Taken(s.Conditions); taken && known {
				*list = append(*list, filepath.Base(s.Expanded))
			}
		}
	}
	asked := 0
	for _, q := range []struct {
		what string
		ours []string
		args []string
	}{
		{"subpackage", packages, []string{"--qf", "%{NAME}\n"}},
		{"source", sources, []string{"--srpm", "--qf", "[%{SOURCE}\n]"}},
		{"patch", patches, []string{"--srpm", "--qf", "[%{PATCH}\n]"}},
	} {
		theirs, err := ask(rpmspec, harmless, q.args...)
		if err != nil {
			t.Logf("%s: rpmspec %s: %v", path, q.what, err)
			continue
		}
		theirs = slices.DeleteFunc(theirs, func(line string) bool { return line == "(none)" })
		asked += len(theirs)
		for _, name := range theirs {
			if !slices.Contains(q.ours, name) {
				t.Errorf("%s: rpmspec has the %s %q, we have not", path, q.what, name)
			}
		}
		for _, name := range q.ours {
			// RPM makes no package without %files.
			if !slices.Contains(theirs, name) && q.what != "subpackage" {
				t.Errorf("%s: we have the %s %q, rpmspec has not", path, q.what, name)
			}
		}
	}
	return asked
}

// isOwnName tells the provide that RPM adds for every package: its own name.
func isOwnName(f *File, line string) bool {
	name, _, _ := strings.Cut(line, " ")
	name, _, _ = strings.Cut(name, "(x86-64)")
	return slices.ContainsFunc(f.Packages, func(p Package) bool { return p.Name == name })
}

// bareWords are strings without quotes in conditions, which the RPM of CentOS 7
// took and later ones refuse.
var bareWords = regexp.MustCompile(`(?m)^(%if +)(%\{[?\w]+\}) *== *([a-z]\w*) *$`)

// withoutLua takes every %{lua:} out.
func withoutLua(src []byte) []byte {
	var out []byte
	for {
		before, rest, found := bytes.Cut(src, []byte("%{lua:"))
		out = append(out, before...)
		if !found {
			return out
		}
		length := matching("{" + string(rest))
		if length < 0 {
			return out
		}
		src = rest[length-1:]
	}
}

// withoutCommands puts 1 in the place of every %( ).
func withoutCommands(src []byte) []byte {
	var out []byte
	for {
		before, rest, found := bytes.Cut(src, []byte("%("))
		out = append(out, before...)
		if !found {
			return out
		}
		out = append(out, '1')
		src = rest[max(0, matching("("+string(rest))-1):]
	}
}

// compare reports the dependencies that only RPM or only we have.
func compare(t *testing.T, path string, f *File, kinds, theirs []string) {
	t.Helper()
	var ours []string
	for _, d := range f.Dependencies {
		if taken, known := Taken(d.Conditions); taken && known && slices.Contains(kinds, d.Kind) {
			ours = append(ours, render(d))
		}
	}
	for _, line := range theirs {
		if !slices.Contains(ours, line) && !isScriptInterpreter(f, line) {
			t.Errorf("%s: rpmspec has %s %q, we have not", path, kinds[0], line)
		}
	}
	for _, line := range ours {
		if !slices.Contains(theirs, line) && (kinds[0] != "Provides" || !isOwnName(f, line)) {
			t.Errorf("%s: we have %s %q, rpmspec has not", path, kinds[0], line)
		}
	}
}

func render(d Dependency) string {
	return strings.TrimSpace(d.Name + " " + strings.TrimSpace(d.Op+" "+d.Version))
}

// isScriptInterpreter tells the requirement that RPM adds for the interpreter
// of a scriptlet.
func isScriptInterpreter(f *File, name string) bool {
	return slices.ContainsFunc(f.Sections, func(s Section) bool {
		return s.Interpreter == name || s.Interpreter == "" && name == "/bin/sh" && sectionNames[s.Name]
	})
}

// isolation is the command that runs another without a network, none where the
// system or its policy has no such thing.
var isolation = sync.OnceValue(func() []string {
	unshare, err := exec.LookPath("unshare")
	if err != nil || exec.Command(unshare, "-rn", "true").Run() != nil {
		return nil
	}
	return []string{unshare, "-rn", "--"}
})

// ask returns the dependencies that rpmspec prints, sorted, without those that
// RPM adds of itself.
func ask(rpmspec, path string, query ...string) ([]string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	args := append([]string{"-q", "--target", "x86_64"}, query...)
	for name, value := range realDefines {
		args = append(args, "-D", name+" "+value)
	}
	args = append(args, "-D", "_topdir "+filepath.Dir(path), filepath.Base(path))
	command := append(isolation(), append([]string{rpmspec}, args...)...)
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Dir = filepath.Dir(path)
	// What it should run of the spec is gone. A % that a macro stands for could
	// still make a command: such has no home, no variables, no macros of the
	// user and, where the system can do so, no network.
	cmd.Env = []string{"PATH=/usr/bin:/bin", "HOME=" + cmd.Dir, "LC_ALL=C"}
	var diagnostics bytes.Buffer
	cmd.Stderr = &diagnostics
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%w: %s", err, bytes.TrimSpace(diagnostics.Bytes()))
	}
	var lines []string
	for line := range strings.Lines(string(out)) {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, "rpmlib(") && !strings.HasPrefix(line, "config(") {
			lines = append(lines, line)
		}
	}
	slices.Sort(lines)
	return slices.Compact(lines), nil
}
