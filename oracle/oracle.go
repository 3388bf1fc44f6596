// Package oracle finds the programs that tests compare with: interpreters, git
// and the tools of the distributions.
//
// A program that is not installed skips its test and says so. With
// STXSCAN_ORACLES=require it fails the test, so that a run which installed
// them all cannot pass by asking nobody. CPython is the exception, since no
// distribution has 2.7 and 3.6 any more: there the promise is PYENV_ROOT.
package oracle

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Program returns the path of an installed program. The hint says how it is
// installed.
func Program(t testing.TB, name, hint string) string {
	t.Helper()
	found, err := exec.LookPath(name)
	if err != nil {
		Missing(t, name, hint)
	}
	return found
}

// CPython returns the interpreter of a version such as "2.7": the newest patch
// release below PYENV_ROOT, or below ~/.pyenv where that is not set, else
// pythonX.Y on the PATH.
func CPython(t testing.TB, version string) string {
	t.Helper()
	root := os.Getenv("PYENV_ROOT")
	if root == "" {
		if home, err := os.UserHomeDir(); err == nil {
			root = filepath.Join(home, ".pyenv")
		}
	}
	// Only a whole interpreter starts: pyenv also leaves shims and half builds.
	found, _ := filepath.Glob(filepath.Join(root, "versions", version+".*", "bin", "python"+version))
	slices.SortFunc(found, func(a, b string) int {
		if len(a) != len(b) {
			return len(a) - len(b)
		}
		return slices.Compare([]byte(a), []byte(b))
	})
	if path, err := exec.LookPath("python" + version); err == nil {
		found = append([]string{path}, found...)
	}
	for _, python := range slices.Backward(found) {
		if exec.Command(python, "-c", "").Run() == nil {
			return python
		}
	}
	if os.Getenv("PYENV_ROOT") == "" {
		t.Skipf("CPython %s is not installed, so it was not asked (pyenv install %s)", version, version)
	}
	Missing(t, "CPython "+version, "pyenv install "+version)
	return ""
}

// Python returns a Python 3 that has a module: the distribution's, or the one on
// the PATH. The hint says how the module is installed.
func Python(t testing.TB, module, hint string) string {
	t.Helper()
	for _, name := range []string{"/usr/bin/python3", "python3"} {
		if path, err := exec.LookPath(name); err == nil && exec.Command(path, "-c", "import "+module).Run() == nil {
			return path
		}
	}
	Missing(t, "Python's module "+module, hint)
	return ""
}

// compiler prints for every file named on its input whether it compiles.
const compiler = `
import sys, warnings
warnings.simplefilter("ignore")
for name in sys.stdin:
    name = name.rstrip("\n")
    try:
        with open(name, "rb") as f:
            compile(f.read(), name, "exec", 0, 1)
        print("ok")
    except (SyntaxError, ValueError, TypeError):
        print("no")
`

// Compiles asks CPython of a version which files compile. Names that are not
// absolute are below dir.
func Compiles(t testing.TB, version, dir string, files []string) map[string]bool {
	t.Helper()
	python := CPython(t, version)
	script := filepath.Join(t.TempDir(), "compiler.py")
	if err := os.WriteFile(script, []byte(compiler), 0o666); err != nil {
		t.Fatal(err)
	}
	command := exec.Command(python, script)
	command.Dir = dir
	command.Stdin = strings.NewReader(strings.Join(files, "\n") + "\n")
	out, err := command.Output()
	if err != nil {
		t.Fatalf("CPython %s: %v", version, err)
	}
	lines := strings.Fields(string(out))
	if len(lines) != len(files) {
		t.Fatalf("CPython %s answered for %d of %d files", version, len(lines), len(files))
	}
	verdicts := make(map[string]bool, len(files))
	for i, name := range files {
		verdicts[name] = lines[i] == "ok"
	}
	return verdicts
}

// Missing skips a test whose oracle is not there, or fails it where all are
// required. The hint says how it is installed.
func Missing(t testing.TB, name, hint string) {
	t.Helper()
	if os.Getenv("STXSCAN_ORACLES") == "require" {
		t.Fatalf("%s is not installed, and STXSCAN_ORACLES=require (%s)", name, hint)
	}
	t.Skipf("%s is not installed, so it was not asked (%s)", name, hint)
}
