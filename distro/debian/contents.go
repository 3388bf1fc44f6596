package debian

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"opendev.org/starlingx/stxscan/distro"
	"opendev.org/starlingx/stxscan/distro/stream"
)

// ReadContents adds what the files of a Contents list say of their packages:
// lines of a path, blanks, and packages with their sections, with commas
// between. Paths may hold blanks; a header, which ends with FILE and LOCATION,
// is passed over. It returns how many lines there are.
func ReadContents(b *distro.Builder, r io.Reader) (int, error) {
	blocks := stream.ReadLines(r, maxLine)
	defer blocks.Close()
	c := contentsReader{builder: b}
	for {
		block, err := blocks.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return c.lines, readError(err, c.lines)
		}
		c.block(block)
	}
	if c.lines == 0 || c.bad > c.lines/2 {
		return c.lines, fmt.Errorf("it has %d lines, of which %d name no package: this is no list of contents", c.lines, c.bad)
	}
	return c.lines, nil
}

// contentsReader is what is known of a list while it is read.
type contentsReader struct {
	builder    *distro.Builder
	lines, bad int
	// module is the last folder of a Python module or distribution, source the
	// last of Go's code, each with its slash; owners is what stood behind the path
	// on the line that it is from, with a blank ahead. Whatever is in such a module
	// says the same, and so does all code in such a folder.
	module, source, owners []byte
}

// block reads lines. Nearly all say nothing, so that as little as can be is done
// with each of them.
func (c *contentsReader) block(block []byte) {
	for len(block) > 0 {
		line := block
		if i := bytes.IndexByte(block, '\n'); i >= 0 {
			line, block = block[:i], block[i+1:]
		} else {
			block = nil
		}
		c.lines++
		if len(line) > 1 && line[0] == '.' && line[1] == '/' {
			line = line[2:]
		}
		switch {
		case distro.MayHaveFact(line):
			c.file(withoutCR(line))
		case len(line) > 0 && line[0] == 'F' && isHeader(line):
			c.lines, c.bad = 0, 0
		}
	}
}

func isHeader(line []byte) bool {
	line = withoutCR(line)
	return bytes.HasPrefix(line, []byte("FILE")) && bytes.HasSuffix(line, []byte("LOCATION"))
}

// file reads a line that may say something.
func (c *contentsReader) file(line []byte) {
	if len(c.module) > 0 && bytes.HasPrefix(line, c.module) && bytes.HasSuffix(line, c.owners) {
		return
	}
	at := len(line) - 1
	for at >= 0 && !isBlank(line[at]) {
		at--
	}
	if at < 0 {
		c.bad++
		return
	}
	end := at
	for end > 0 && isBlank(line[end-1]) {
		end--
	}
	path := line[:end]
	folder := path[:bytes.LastIndexByte(path, '/')+1]
	isCode := bytes.HasPrefix(path, []byte("usr/share/gocode/src/")) && bytes.HasSuffix(path, []byte(".go"))
	if isCode && bytes.Equal(folder, c.source) && bytes.Equal(line[at:], c.owners) {
		return
	}
	c.module, c.source = append(c.module[:0], pythonFolder(path)...), c.source[:0]
	if isCode {
		c.source = append(c.source, folder...)
	}
	c.owners = append(c.owners[:0], line[at:]...)
	for place := range bytes.SplitSeq(line[at+1:], []byte(",")) {
		c.builder.AddFileOf(path, place[bytes.LastIndexByte(place, '/')+1:])
	}
}

func isBlank(b byte) bool { return b == ' ' || b == '\t' }

// pythonFolder is the folder of the module or distribution that a file of
// usr/lib/pythonVERSION/dist-packages is in, with its slash; none for others.
func pythonFolder(path []byte) []byte {
	tail, ok := bytes.CutPrefix(path, []byte("usr/lib/python"))
	for range 3 { // VERSION/, dist-packages/, NAME/
		i := bytes.IndexByte(tail, '/')
		if !ok || i < 0 {
			return nil
		}
		tail = tail[i+1:]
	}
	return path[:len(path)-len(tail)]
}
