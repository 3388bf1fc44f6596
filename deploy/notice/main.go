// Command notice prints the licences of all that a release of stxscan is linked
// from: the modules, and the libraries of Go and C. Run it in the module's
// folder; NOTICE is what it prints.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

//go:generate sh -c "cd ../.. && go run ./deploy/notice > NOTICE.new && mv NOTICE.new NOTICE"

// part is something that is linked, and where its licence stands.
type part struct{ name, dir string }

func main() {
	if err := write(os.Stdout, "./cmd/stxscan"); err != nil {
		fmt.Fprintln(os.Stderr, "notice:", err)
		os.Exit(1)
	}
}

// write prints the notice of the program in a folder.
func write(w io.Writer, program string) error {
	parts, err := linked(program)
	if err != nil {
		return err
	}
	var b strings.Builder
	b.WriteString(head)
	// Many modules have the same text.
	names := map[string][]string{}
	var texts []string
	for _, p := range parts {
		list, err := licences(p)
		if err != nil {
			return err
		}
		for _, text := range list {
			if names[text] == nil {
				texts = append(texts, text)
			}
			names[text] = append(names[text], p.name)
		}
	}
	for _, text := range texts {
		fmt.Fprintf(&b, "\n%s\n%s\n\n%s\n", strings.Repeat("=", 78), strings.Join(names[text], "\n"), text)
	}
	_, err = io.WriteString(w, b.String())
	return err
}

const head = `stxscan is licensed under the Apache License 2.0, see LICENSE.

A release is linked from what is listed here, with the licence of each. It is
linked statically with the GNU C Library, which is licensed under the GNU Lesser
General Public License 2.1 (https://www.gnu.org/licenses/lgpl-2.1.html): with the
source of stxscan, "make release" links it with any other version of that library.
`

// linked lists Go's library and the modules that a program is built from.
func linked(program string) ([]part, error) {
	out, err := output("go", "env", "GOROOT", "GOVERSION")
	if err != nil {
		return nil, err
	}
	// The version of Go is not said: it is not in go.mod, and the licence is the same.
	root, _, _ := strings.Cut(string(out), "\n")
	parts := []part{{"The Go standard library", root}}
	// The tags are those of a release.
	if out, err = output("go", "list", "-deps", "-tags", "osusergo,netgo", "-json=Module", program); err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct {
			Module *struct {
				Path, Version, Dir string
				Main               bool
			}
		}
		switch err := d.Decode(&p); {
		case errors.Is(err, io.EOF):
			slices.SortFunc(parts[1:], func(a, b part) int { return strings.Compare(a.name, b.name) })
			return parts, nil
		case err != nil:
			return nil, err
		case p.Module == nil || p.Module.Main || seen[p.Module.Path]:
			continue
		}
		seen[p.Module.Path] = true
		parts = append(parts, part{p.Module.Path + " " + p.Module.Version, p.Module.Dir})
	}
}

// licenceFile is what files with licences and notices are called.
var licenceFile = regexp.MustCompile(`(?i)^(un)?(licen[cs]e|copying|notice)([-.].*)?$`)

// licences reads the licences and notices of a part.
func licences(p part) ([]string, error) {
	entries, err := os.ReadDir(p.dir)
	if err != nil {
		return nil, err
	}
	var texts []string
	for _, e := range entries {
		if e.IsDir() || !licenceFile.MatchString(e.Name()) || strings.HasSuffix(e.Name(), ".go") {
			continue
		}
		data, err := os.ReadFile(filepath.Join(p.dir, e.Name()))
		if err != nil {
			return nil, err
		}
		text := strings.ReplaceAll(string(data), "\r\n", "\n")
		texts = append(texts, strings.Trim(text, "\n"))
	}
	if len(texts) == 0 {
		return nil, fmt.Errorf("%s has no licence in %s: it cannot be given away", p.name, p.dir)
	}
	return texts, nil
}

// output runs a program and returns what it prints.
func output(name string, args ...string) ([]byte, error) {
	command := exec.Command(name, args...)
	command.Stderr = os.Stderr
	out, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", name, strings.Join(args, " "), err)
	}
	return out, nil
}
