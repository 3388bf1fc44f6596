// Package deploy_test checks what users copy from this folder: each file by the
// program that reads it, and the shell in it by running it against a workspace.
package deploy_test

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"go.yaml.in/yaml/v3"

	"opendev.org/starlingx/stxscan/oracle"
)

// built is the program, built once for all tests.
var built = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "stxscan-deploy-")
	if err != nil {
		return "", err
	}
	file := filepath.Join(dir, "stxscan")
	out, err := exec.Command("go", "build", "-o", file, "../cmd/stxscan").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w\n%s", err, out)
	}
	return file, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	if file, err := built(); err == nil {
		os.RemoveAll(filepath.Dir(file))
	}
	os.Exit(code)
}

// program returns the path of the program and its SHA-256.
func program(t *testing.T) (file, sum string) {
	t.Helper()
	if testing.Short() {
		t.Skip("builds the program: not in a short run")
	}
	file, err := built()
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return file, fmt.Sprintf("%x", sha256.Sum256(data))
}

// call is one run of a program.
type call struct {
	dir   string
	env   []string // beside those that every run has
	stdin string
	args  []string
}

// run runs a program and returns what it prints, and its exit code.
func (c call) run(t *testing.T) (output string, code int) {
	t.Helper()
	command := exec.Command(c.args[0], c.args[1:]...)
	command.Dir = c.dir
	command.Stdin = strings.NewReader(c.stdin)
	home := t.TempDir()
	command.Env = append([]string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + home, "LANG=C.UTF-8", "TMPDIR=" + os.TempDir(),
		"GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=/dev/null",
		"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.org", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.org",
	}, c.env...)
	out, err := command.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatalf("%q: %v", c.args, err)
	}
	return string(out), command.ProcessState.ExitCode()
}

// must runs a program that has to end with 0.
func must(t *testing.T, dir string, args ...string) string {
	t.Helper()
	out, code := call{dir: dir, args: args}.run(t)
	if code != 0 {
		t.Fatalf("%q: exit code %d\n%s", args, code, out)
	}
	return out
}

const source = "inventory/inventory-agent/inventory-agent/inventory_agent/"

// changes are what a job is run on. The second has to fail.
var changes = map[string]string{
	"passes": "def added():\n    return 1\n",
	"fails":  "print \"added\"\n",
}

// cloned makes a clone of a repo with a branch "change" that adds a file.
func cloned(t *testing.T, content string) string {
	t.Helper()
	oracle.Program(t, "git", "apt install git")
	dir := t.TempDir()
	origin, clone := filepath.Join(dir, "origin"), filepath.Join(dir, "clone")
	if err := os.CopyFS(origin, os.DirFS("../testdata/starlingx/stx-config")); err != nil {
		t.Fatal(err)
	}
	must(t, origin, "git", "init", "-q", "-b", "master")
	must(t, origin, "git", "add", ".")
	must(t, origin, "git", "commit", "-q", "-m", "base")
	must(t, dir, "git", "clone", "-q", "origin", "clone")
	must(t, clone, "git", "checkout", "-q", "-b", "change")
	write(t, filepath.Join(clone, source+"added.py"), content)
	must(t, clone, "git", "add", ".")
	must(t, clone, "git", "commit", "-q", "-m", "change")
	return clone
}

func write(t *testing.T, name, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(content), 0o666); err != nil {
		t.Fatal(err)
	}
}

// read returns a file that has to hold something.
func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Error(err)
	} else if len(data) == 0 {
		t.Errorf("%s is empty", name)
	}
	return string(data)
}

// decode reads a YAML file strictly.
func decode(t *testing.T, name string, into any) {
	t.Helper()
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	d := yaml.NewDecoder(file)
	d.KnownFields(true)
	if err := d.Decode(into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// TestYAML: no YAML file has what yamllint warns of.
func TestYAML(t *testing.T) {
	yamllint := oracle.Program(t, "yamllint", "apt install yamllint")
	config := "{extends: default, rules: {line-length: {max: 140}, document-start: disable, truthy: {check-keys: false}, comments: {min-spaces-from-content: 1}}}"
	must(t, ".", yamllint, "--strict", "-d", config, "zuul", "github", "gitlab")
}
