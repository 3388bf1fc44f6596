package debian

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"opendev.org/starlingx/stxscan/distro"
)

// ReadContents adds what the files of a Contents list say of their packages:
// lines of a path, blanks, and packages with their sections, with commas
// between. Paths may hold blanks; a header, which ends with FILE and LOCATION,
// is passed over. It returns how many lines there are.
func ReadContents(b *distro.Builder, r io.Reader) (int, error) {
	lines := newLineReader(r)
	count, bad := 0, 0
	var folder []byte // the last folder of Go's code that was added
	for {
		line, err := lines.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return count, err
		}
		count++
		if bytes.HasPrefix(line, []byte("FILE")) && bytes.HasSuffix(line, []byte("LOCATION")) {
			count, bad = 0, 0
			continue
		}
		if !mayMatter(line) {
			continue
		}
		at := bytes.LastIndexAny(line, " \t")
		if at < 0 {
			bad++
			continue
		}
		path := bytes.TrimRight(line[:at], " \t")
		// Go's code is many files in a folder, of which one says all.
		if i := bytes.LastIndexByte(path, '/'); bytes.HasPrefix(path, gocode) && i > 0 && bytes.HasSuffix(path, []byte(".go")) {
			if bytes.Equal(folder, path[:i]) {
				continue
			}
			folder = append(folder[:0], path[:i]...)
		}
		for place := range bytes.SplitSeq(line[at+1:], []byte(",")) {
			b.AddFile(string(path), string(place[bytes.LastIndexByte(place, '/')+1:]))
		}
	}
	if count == 0 || bad > count/2 {
		return count, fmt.Errorf("it has %d lines, of which %d name no package: this is no list of contents", count, bad)
	}
	return count, nil
}

var gocode = []byte("usr/share/gocode/src/")

// mayMatter passes over most lines by their first bytes: two thirds of Debian's
// files are below /usr/share/doc, /usr/share/icons and their like.
func mayMatter(line []byte) bool {
	line = bytes.TrimPrefix(line, []byte("./"))
	switch {
	case len(line) < 8:
		return false
	case line[0] == 'b' || line[0] == 's' || line[0] == 'l':
		return bytes.HasPrefix(line, []byte("bin/")) || bytes.HasPrefix(line, []byte("sbin/")) || bytes.HasPrefix(line, []byte("lib"))
	case !bytes.HasPrefix(line, []byte("usr/")):
		return false
	}
	rest := line[4:]
	switch rest[0] {
	case 'b':
		return bytes.HasPrefix(rest, []byte("bin/"))
	case 'l':
		return bytes.HasPrefix(rest, []byte("lib/")) || bytes.HasPrefix(rest, []byte("lib64/"))
	case 's':
		if tail, ok := bytes.CutPrefix(rest, []byte("share/")); ok {
			return len(tail) > 2 && (tail[0] == 'p' && (tail[1] == 'e' || tail[1] == 'k' || tail[1] == 'u') || tail[0] == 'g' || tail[0] == 'r')
		}
		return bytes.HasPrefix(rest, []byte("sbin/"))
	}
	return false
}
