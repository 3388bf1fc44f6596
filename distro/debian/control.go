// Package debian reads the metadata of Debian's archives and of those made
// like them: Packages, Sources and Contents, the Release file that has their
// checksums, and the folder in which apt keeps all of them.
package debian

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"opendev.org/starlingx/stxscan/distro"
	"opendev.org/starlingx/stxscan/distro/stream"
)

// maxLine bounds a line, in bytes: the longest of Debian 13 has 190,000.
const maxLine = 4 << 20

// lineReader gives the lines of a text, which another goroutine reads ahead.
type lineReader struct {
	blocks *stream.Lines
	block  []byte // what is left of the current one
	n      int
}

func newLineReader(r io.Reader) *lineReader { return &lineReader{blocks: stream.ReadLines(r, maxLine)} }

func (l *lineReader) close() { l.blocks.Close() }

// next returns a line without its end. It is good until the next call.
func (l *lineReader) next() ([]byte, error) {
	if len(l.block) == 0 {
		var err error
		if l.block, err = l.blocks.Next(); err != nil {
			return nil, readError(err, l.n)
		}
	}
	l.n++
	line := l.block
	if i := bytes.IndexByte(line, '\n'); i >= 0 {
		line, l.block = line[:i], line[i+1:]
	} else {
		l.block = nil
	}
	return withoutCR(line), nil
}

func withoutCR(line []byte) []byte {
	if n := len(line) - 1; n >= 0 && line[n] == '\r' {
		return line[:n]
	}
	return line
}

// readError says what is wrong with a text after so many lines.
func readError(err error, lines int) error {
	if errors.Is(err, stream.ErrLongLine) {
		return fmt.Errorf("a line behind line %d is over %d MB long: this is no such file", lines, maxLine>>20)
	}
	return err
}

// paragraph is what one holds of the fields that are wanted, in their order; nil
// for those that it has not.
type paragraph [][]byte

// maxField bounds a field with all its lines, in bytes.
const maxField = 16 << 20

// paragraphs calls f with each paragraph that has a field wanted. A field that
// goes on over lines is joined with blanks. What f is given is good until it
// returns.
func paragraphs(r io.Reader, wanted []string, f func(paragraph)) error {
	lines := newLineReader(r)
	defer lines.close()
	fields := make(paragraph, len(wanted))
	values := make([][]byte, len(wanted)) // room that is kept for the next
	found, current := false, -1
	for {
		line, err := lines.next()
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		switch {
		case len(line) == 0: // as at the end
			if found {
				f(fields)
				clear(fields)
			}
			if found, current = false, -1; err != nil {
				return nil
			}
		case line[0] == ' ' || line[0] == '\t':
			if current >= 0 {
				if len(values[current])+len(line) > maxField {
					return fmt.Errorf("%s at line %d is over %d MB long: this is no such file", wanted[current], lines.n, maxField>>20)
				}
				values[current] = append(append(values[current], ' '), bytes.TrimSpace(line)...)
				fields[current] = values[current]
			}
		default:
			if current = fieldOf(line, wanted); current >= 0 {
				found = true
				values[current] = append(values[current][:0], bytes.TrimSpace(line[len(wanted[current])+1:])...)
				fields[current] = values[current]
			}
		}
	}
}

// fieldOf tells which of the fields wanted a line begins, -1 for none.
func fieldOf(line []byte, wanted []string) int {
	for i, name := range wanted {
		if len(line) > len(name) && line[len(name)] == ':' && string(line[:len(name)]) == name {
			return i
		}
	}
	return -1
}

// errNoPackages is what a file is refused with that is no index of packages.
var errNoPackages = errors.New("no paragraph in it names a package")

// ReadPackages adds the binary packages of a Packages file. Component is that of
// the archive, "" for main. It returns how many packages there are.
func ReadPackages(b *distro.Builder, r io.Reader, component string) (int, error) {
	count := 0
	err := paragraphs(r, []string{"Package", "Version", "Source", "Provides", "Multi-Arch"}, func(p paragraph) {
		if len(p[0]) == 0 {
			return
		}
		count++
		source, _, _ := bytes.Cut(p[2], []byte(" "))
		if bytes.Equal(source, p[0]) {
			source = nil
		}
		name, version := string(p[0]), string(p[1])
		b.Add(distro.Package{Name: name, Version: version, Source: string(source), Component: component})
		allowed := string(p[4]) == "allowed"
		if allowed {
			b.AddAny(name, name, version)
		}
		for _, word := range splitComma(string(p[3])) {
			virtual, version := providesOf(word)
			b.AddProvides(virtual, name, version)
			if allowed {
				b.AddAny(virtual, name, version)
			}
		}
	})
	if err == nil && count == 0 {
		err = errNoPackages
	}
	return count, err
}

// ReadSources adds the source packages of a Sources file.
func ReadSources(b *distro.Builder, r io.Reader) (int, error) {
	count := 0
	err := paragraphs(r, []string{"Package", "Version"}, func(p paragraph) {
		if len(p[0]) > 0 {
			count++
			b.AddSource(string(p[0]), string(p[1]))
		}
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
