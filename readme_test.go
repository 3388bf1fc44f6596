package stxscan_test

import (
	"bytes"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite what the README shows of the program's output")

// shellBlock is a block of commands in the README, textBlock the output that
// it shows.
var (
	shellBlock = regexp.MustCompile("(?s)```sh\n(.*?)```")
	textBlock  = regexp.MustCompile("(?s)```text\n(.*?)```")
)

// TestReadmeCommands runs every command that the README shows, in a copy of
// what they need, one after the other.
func TestReadmeCommands(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program: not in a short run")
	}
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	dir := checkout(t)
	commands := 0
	for _, block := range shellBlock.FindAllStringSubmatch(string(readme), -1) {
		for line := range strings.Lines(block[1]) {
			line = strings.TrimSpace(line)
			if line == "" || strings.HasPrefix(line, "#") {
				continue
			}
			commands++
			if line == "go test ./..." {
				continue // it is what runs this
			}
			command := exec.Command("sh", "-c", line)
			command.Dir = dir
			if out, err := command.CombinedOutput(); err != nil {
				t.Errorf("%s: %v\n%s", line, err, out)
			}
		}
	}
	if commands < 12 {
		t.Errorf("%d commands were found in the README", commands)
	}
}

// checkout copies the tree for commands that write into it, so that nothing of
// ours is touched.
func checkout(t *testing.T) string {
	t.Helper()
	here, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	entries, err := os.ReadDir(here)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Name() == "bin" || e.Name() == "report.json" || e.Name() == ".git" {
			continue
		}
		if err := copyTree(filepath.Join(here, e.Name()), filepath.Join(dir, e.Name())); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// copyTree copies files and folders and keeps symlinks as they are.
func copyTree(from, to string) error {
	return filepath.WalkDir(from, func(name string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(from, name)
		if err != nil {
			return err
		}
		target := filepath.Join(to, relative)
		switch {
		case d.IsDir():
			return os.MkdirAll(target, 0o777)
		case d.Type()&os.ModeSymlink != 0:
			link, err := os.Readlink(name)
			if err != nil {
				return err
			}
			return os.Symlink(link, target)
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		return os.WriteFile(target, data, 0o666)
	})
}

// TestReadmeOutput holds the output that the README shows against the
// program's.
func TestReadmeOutput(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command("go", "run", "./cmd/stxscan", "scan", "testdata/starlingx")
	command.Env = append(os.Environ(), "NO_COLOR=1")
	var stderr bytes.Buffer
	command.Stderr = &stderr
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, stderr.String())
	}
	i := bytes.LastIndex(out, []byte("\nRead "))
	if i < 0 {
		t.Fatal("the output does not end in a summary")
	}
	want := string(out[i+1:])
	shown := textBlock.FindSubmatchIndex(readme)
	if shown == nil {
		t.Fatal("the README shows no output")
	}
	if got := string(readme[shown[2]:shown[3]]); got != want {
		if !*update {
			t.Fatalf("the README shows\n%s\nand the program prints\n%s\nrun 'go test . -update'", got, want)
		}
		changed := string(readme[:shown[2]]) + want + string(readme[shown[3]:])
		if err := os.WriteFile("README.md", []byte(changed), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// TestReadmeLinks checks that every file that the documents link to is there.
func TestReadmeLinks(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)#]+)`)
	for _, name := range []string{"README.md", "CONTRIBUTING.md", "docs/design.md"} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range link.FindAllStringSubmatch(string(text), -1) {
			if strings.Contains(m[1], "://") {
				continue
			}
			if _, err := os.Stat(filepath.Join(filepath.Dir(name), m[1])); err != nil {
				t.Errorf("%s links to %s: %v", name, m[1], err)
			}
		}
	}
}
