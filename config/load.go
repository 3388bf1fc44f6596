package config

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"go.yaml.in/yaml/v3"
)

// maxSize is the largest file that is read, in bytes: some thousands of
// entries, far more than people keep.
const maxSize = 1 << 20

// maxMistakes is how many mistakes of a file are named.
const maxMistakes = 100

// Mistake is one thing that is wrong with a file.
type Mistake struct {
	File string
	Place
	Message string
}

func (m *Mistake) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", m.File, m.Line, m.Column, m.Message)
}

// Find looks for the file in a folder and in all above it. It returns "" if
// there is none. A file, or the folder of a file, may be named too.
func Find(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("look for %s: %w", FileName, err)
	}
	for {
		name := filepath.Join(dir, FileName)
		// ENOTDIR: the scan is of a file, or of what is not there at all.
		_, err := os.Lstat(name)
		if err == nil {
			return name, nil
		}
		if !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, syscall.ENOTDIR) {
			return "", fmt.Errorf("look for %s: %w; name the file with --config, or scan with --no-config", FileName, err)
		}
		above := filepath.Dir(dir)
		if above == dir {
			return "", nil
		}
		dir = above
	}
}

// Read reads and checks a file. The error joins every mistake, see Load.
func Read(file string) (*Config, error) {
	// A FIFO would block a plain open for ever.
	in, err := os.OpenFile(file, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, fmt.Errorf("the configuration cannot be read: %w", err)
	}
	defer in.Close()
	if info, err := in.Stat(); err != nil || !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is no regular file: name another with --config, or scan with --no-config", file)
	}
	data, err := io.ReadAll(io.LimitReader(in, maxSize+1))
	if err != nil {
		return nil, fmt.Errorf("the configuration cannot be read: %w", err)
	}
	return Load(data, file)
}

// Load checks the content of a file and returns what it says. name is what
// messages call it. The error joins every mistake, each a *Mistake with line
// and column: what is not known, of the wrong type, or makes no sense.
func Load(data []byte, name string) (*Config, error) {
	c, err := load(data, name)
	if err != nil || len(c.Milestones) == 0 {
		return c, err
	}
	if mistakes := c.milestoneNames(); len(mistakes) > 0 {
		sortMistakes(mistakes)
		return nil, errors.Join(mistakes...)
	}
	return c, nil
}

// load does without looking up what milestones name: the program's own are what
// those are looked up in.
func load(data []byte, name string) (*Config, error) {
	c := &Config{File: name}
	d := &decoder{file: name}
	if len(data) > maxSize {
		return nil, &Mistake{name, Place{1, 1}, fmt.Sprintf("the file is larger than %d bytes, the most that is read: leave out entries that have run out", maxSize)}
	}
	if root := d.parse(data); root != nil {
		d.decode(root, c)
	}
	if c.Places != nil {
		d.derived = true
		c.check(d)
	}
	if err := d.err(); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(data)
	c.Digest = hex.EncodeToString(sum[:])[:16]
	return c, nil
}

// parse returns the root of the one document that data hold.
func (d *decoder) parse(data []byte) *yaml.Node {
	reader := yaml.NewDecoder(bytes.NewReader(data))
	var first, second yaml.Node
	err := reader.Decode(&first)
	switch {
	case errors.Is(err, io.EOF), err == nil && len(first.Content) == 0:
		d.mistake(Place{1, 1}, "the file is empty: begin with 'version: 1'")
		return nil
	case err != nil:
		d.syntax(err)
		return nil
	}
	switch err := reader.Decode(&second); {
	case err == nil && len(second.Content) > 0:
		d.at(second.Content[0], "a second document: the file holds one, leave out what begins with '---'")
		return nil
	case err != nil && !errors.Is(err, io.EOF):
		d.syntax(err)
		return nil
	}
	return first.Content[0]
}

// syntax gives the YAML library's message the form of ours. It knows no
// columns.
func (d *decoder) syntax(err error) {
	message := strings.TrimPrefix(err.Error(), "yaml: ")
	line := 1
	if n, _ := fmt.Sscanf(message, "line %d:", &line); n == 1 {
		_, message, _ = strings.Cut(message, ": ")
	}
	d.mistake(Place{max(line, 1), 1}, "this is no YAML: %s", message)
}

// Mistakes takes the error of Read or Load apart; it returns nil if the error
// is another.
func Mistakes(err error) []*Mistake {
	var one *Mistake
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var list []*Mistake
		for _, e := range joined.Unwrap() {
			list = append(list, Mistakes(e)...)
		}
		return list
	}
	if errors.As(err, &one) {
		return []*Mistake{one}
	}
	return nil
}
