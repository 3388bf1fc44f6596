// Package debian reads the metadata of Debian's archives and of those made
// like them: Packages, Sources and Contents, the Release file that has their
// checksums, and the folder in which apt keeps all of them.
package debian

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"opendev.org/starlingx/stxscan/distro"
)

// maxLine bounds a line, in bytes: the longest of Debian 13 has 190,000.
const maxLine = 4 << 20

// lineReader reads lines without copying them.
type lineReader struct {
	in   *bufio.Reader
	long []byte
	n    int
}

func newLineReader(r io.Reader) *lineReader { return &lineReader{in: bufio.NewReaderSize(r, 1<<20)} }

// next returns a line without its end. It is good until the next call.
func (l *lineReader) next() ([]byte, error) {
	line, err := l.in.ReadSlice('\n')
	l.n++
	if errors.Is(err, bufio.ErrBufferFull) {
		l.long = append(l.long[:0], line...)
		for errors.Is(err, bufio.ErrBufferFull) {
			if line, err = l.in.ReadSlice('\n'); len(l.long)+len(line) > maxLine {
				return nil, fmt.Errorf("line %d is over %d MB long: this is no such file", l.n, maxLine>>20)
			}
			l.long = append(l.long, line...)
		}
		line = l.long
	}
	if len(line) == 0 {
		return nil, err
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if n := len(line) - 1; line[n] == '\n' {
		line = line[:n]
	}
	if n := len(line) - 1; n >= 0 && line[n] == '\r' {
		line = line[:n]
	}
	return line, nil
}

// paragraphs calls f with the fields wanted of each paragraph. A field that goes
// on over lines is joined with blanks.
func paragraphs(r io.Reader, wanted []string, f func(map[string]string) error) error {
	lines := newLineReader(r)
	fields := make(map[string]string, len(wanted))
	current := ""
	for {
		line, err := lines.next()
		if err != nil || len(line) == 0 {
			if err != nil && !errors.Is(err, io.EOF) {
				return err
			}
			if len(fields) > 0 {
				if failed := f(fields); failed != nil {
					return failed
				}
				clear(fields)
			}
			if current = ""; err != nil {
				return nil
			}
			continue
		}
		if line[0] == ' ' || line[0] == '\t' {
			if current != "" {
				fields[current] += " " + string(bytes.TrimSpace(line))
			}
			continue
		}
		current = ""
		for _, name := range wanted {
			if len(line) > len(name) && line[len(name)] == ':' && string(line[:len(name)]) == name {
				current = name
				fields[name] = string(bytes.TrimSpace(line[len(name)+1:]))
				break
			}
		}
	}
}

// errNoPackages is what a file is refused with that is no index of packages.
var errNoPackages = errors.New("no paragraph in it names a package")

// ReadPackages adds the binary packages of a Packages file. Component is that of
// the archive, "" for main. It returns how many packages there are.
func ReadPackages(b *distro.Builder, r io.Reader, component string) (int, error) {
	count := 0
	err := paragraphs(r, []string{"Package", "Version", "Source", "Provides", "Multi-Arch"}, func(p map[string]string) error {
		name := p["Package"]
		if name == "" {
			return nil
		}
		count++
		source, _, _ := strings.Cut(p["Source"], " ")
		b.Add(distro.Package{Name: name, Version: p["Version"], Source: source, Component: component})
		allowed := p["Multi-Arch"] == "allowed"
		if allowed {
			b.AddAny(name, name, p["Version"])
		}
		for _, word := range splitComma(p["Provides"]) {
			virtual, version := providesOf(word)
			b.AddProvides(virtual, name, version)
			if allowed {
				b.AddAny(virtual, name, version)
			}
		}
		return nil
	})
	if err == nil && count == 0 {
		err = errNoPackages
	}
	return count, err
}

// ReadSources adds the source packages of a Sources file.
func ReadSources(b *distro.Builder, r io.Reader) (int, error) {
	count := 0
	err := paragraphs(r, []string{"Package", "Version"}, func(p map[string]string) error {
		if p["Package"] != "" {
			count++
			b.AddSource(p["Package"], p["Version"])
		}
		return nil
	})
	if err == nil && count == 0 {
		err = errNoPackages
	}
	return count, err
}

func splitComma(list string) []string {
	var words []string
	for word := range strings.SplitSeq(list, ",") {
		if word = strings.TrimSpace(word); word != "" {
			words = append(words, word)
		}
	}
	return words
}

// providesOf takes "name (= version)" apart.
func providesOf(word string) (name, version string) {
	name, rest, _ := strings.Cut(word, " ")
	name, _, _ = strings.Cut(name, ":") // :any
	rest = strings.TrimSpace(rest)
	if inner, ok := strings.CutPrefix(rest, "("); ok {
		version = strings.TrimSpace(strings.TrimPrefix(strings.TrimSuffix(inner, ")"), "="))
	}
	return name, strings.TrimSpace(version)
}
