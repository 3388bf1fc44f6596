package platform_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"opendev.org/starlingx/stxscan/oracle"
)

// refused is a line of g++ that says what it does not take.
var refused = regexp.MustCompile(`(?m)^([^:\n]+):(\d+):\d+: (?:error|note: in expansion of macro)`)

// TestCompilerRefuses: what the rules about standards of C++ report in their fixtures is what
// g++ refuses, line by line.
func TestCompilerRefuses(t *testing.T) {
	compiler := oracle.Program(t, "g++", "apt-get install g++")
	for _, id := range []string{"OS-412", "OS-413"} {
		archive, err := txtar.ParseFile("../../rules/platform/" + id + ".txtar")
		if err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir()
		for _, f := range archive.Files {
			name := filepath.Join(dir, filepath.FromSlash(f.Name))
			if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(name, f.Data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		for _, f := range archive.Files {
			language := "c++"
			switch filepath.Ext(f.Name) {
			case ".c":
				if strings.HasPrefix(f.Name, "plain/") {
					language = "c"
				}
			case ".cpp":
			default:
				continue
			}
			args := []string{"-fsyntax-only", "-x", language, "-Isrc"}
			switch {
			case language == "c":
			case strings.HasPrefix(f.Name, "old/"):
				args = append(args, "-std=gnu++98")
			default:
				args = append(args, "-std=gnu++17")
			}
			cmd := exec.Command(compiler, append(args, f.Name)...)
			cmd.Dir, cmd.Env = dir, append(os.Environ(), "LC_ALL=C")
			out, _ := cmd.CombinedOutput()
			var got, want []int
			for _, m := range refused.FindAllStringSubmatch(string(out), -1) {
				line, _ := strconv.Atoi(m[2])
				if m[1] == f.Name && !slices.Contains(got, line) {
					got = append(got, line)
				}
			}
			for n, line := range strings.Split(string(f.Data), "\n") {
				if strings.Contains(line, "want: "+id) {
					want = append(want, n+1)
				}
			}
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("%s, %s: g++ refuses lines %v, the rule %v\n%s", id, f.Name, got, want, out)
			}
		}
	}
}
