package spec

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"opendev.org/starlingx/stxscan/oracle"
)

// TestRealOracle compares what the real specs depend on with what RPM itself
// reads.
func TestRealOracle(t *testing.T) {
	asked := 0
	realSpecs(t, func(path string, src []byte) { asked += compareWithRpmspec(t, path, src) })
	if asked < 1000 {
		t.Errorf("only %d dependencies were compared", asked)
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
// rpmspec runs what stands in %( ), so both read a copy with 1 in its place; a
// spec with Lua is left out.
func compareWithRpmspec(t *testing.T, path string, src []byte) int {
	t.Helper()
	rpmspec := oracle.Program(t, "rpmspec", "apt install rpm, or dnf install rpm-build")
	if bytes.Contains(src, []byte("%{lua")) {
		t.Logf("%s: left out for its Lua", path)
		return 0
	}
	src = withoutCommands(src)
	harmless := filepath.Join(t.TempDir(), filepath.Base(path))
	if err := os.WriteFile(harmless, src, 0o600); err != nil {
		t.Fatal(err)
	}
	asked := 0
	f := Parse(src, Options{Defines: realDefines})
	for query, kinds := range map[string][]string{"--requires": {"Requires", "PreReq"}, "--buildrequires": {"BuildRequires", "BuildPreReq"}} {
		lines, err := ask(rpmspec, query, harmless)
		if err != nil {
			t.Logf("%s: rpmspec %s: %v", path, query, err)
			continue
		}
		asked += len(lines)
		compare(t, path, f, kinds, lines)
	}
	return asked
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
		if !slices.Contains(theirs, line) {
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

// ask returns the dependencies that rpmspec prints, sorted, without those that
// RPM adds of itself.
func ask(rpmspec, query, path string) ([]string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	args := []string{"-q", query, "--target", "x86_64"}
	for name, value := range realDefines {
		args = append(args, "-D", name+" "+value)
	}
	cmd := exec.CommandContext(ctx, rpmspec, append(args, filepath.Base(path))...)
	cmd.Dir = filepath.Dir(path)
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
