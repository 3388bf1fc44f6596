package facts

import (
	"bytes"
	"path"
	"strings"
)

// cRunners are the functions of C that give their first argument to /bin/sh.
var cRunners = map[string]bool{"system": true, "popen": true}

// programFolders are those in which a string that begins with a path names a
// program and its arguments.
var programFolders = map[string]bool{"/bin": true, "/sbin": true, "/usr/bin": true, "/usr/sbin": true, "/usr/local/bin": true, "/usr/local/sbin": true}

// readC adds what the strings of a C or C++ file name: commands that are given
// to system and popen, and paths. Nothing is parsed but strings and comments.
func readC(f *File, src []byte) {
	c := cReader{src: src}
	for c.at < len(src) {
		switch b := src[c.at]; {
		case bytes.HasPrefix(src[c.at:], []byte("//")):
			c.at = logicalEnd(src, c.at)
		case bytes.HasPrefix(src[c.at:], []byte("/*")):
			c.comment()
		case b == '"':
			caller := c.caller
			t := c.strings()
			f.addC(t, caller)
			c.caller = ""
		case b == '\'':
			c.character()
		case isNameByte(b):
			c.name()
		default:
			if b != '(' && b > ' ' {
				c.caller = ""
			}
			if b == '(' {
				c.caller, c.last = c.last, ""
			}
			if b > ' ' && b != '(' {
				c.last = ""
			}
			c.at++
		}
	}
}

// addC adds what a string names.
func (f *File) addC(t *text, caller string) {
	whole := t.word()
	if cRunners[caller] {
		readShell(f, t.bytes, t.at, embedding{via: ViaSystem, depth: 1, shell: "sh"})
		return
	}
	name, _, more := strings.Cut(whole.text, " ")
	if !isPath(name) || more && !programFolders[path.Dir(name)] {
		return
	}
	f.Paths = append(f.Paths, Path{Text: name, Span: Span{t.at(0), t.at(len(name)-1) + 1}, Via: "string"})
}

// cReader goes through a file of C.
type cReader struct {
	src []byte
	at  int
	// last is the name that was read last, caller the one whose bracket has
	// just been opened.
	last, caller string
}

func isNameByte(b byte) bool {
	return b == '_' || '0' <= b && b <= '9' || 'a' <= b|0x20 && b|0x20 <= 'z'
}

func (c *cReader) name() {
	start := c.at
	for c.at < len(c.src) && isNameByte(c.src[c.at]) {
		c.at++
	}
	c.last, c.caller = string(c.src[start:c.at]), ""
}

func (c *cReader) comment() {
	end := bytes.Index(c.src[c.at+2:], []byte("*/"))
	if end < 0 {
		c.at = len(c.src)
		return
	}
	c.at += 2 + end + 2
}

func (c *cReader) character() {
	for c.at++; c.at < len(c.src) && c.src[c.at] != '\'' && c.src[c.at] != '\n'; c.at++ {
		if c.src[c.at] == '\\' {
			c.at++
		}
	}
	c.at++
}

// strings reads a string and those that follow it with nothing but blanks
// between, which C joins.
func (c *cReader) strings() *text {
	t := &text{start: c.at, offsets: []int{}}
	for {
		c.at++
		for c.at < len(c.src) && c.src[c.at] != '"' && c.src[c.at] != '\n' {
			if c.src[c.at] != '\\' || c.at+1 >= len(c.src) {
				t.add(c.src[c.at], c.at)
				c.at++
				continue
			}
			if i := strings.IndexByte(`ntr"'\`, c.src[c.at+1]); i >= 0 {
				t.add("\n\t\r\"'\\"[i], c.at)
			}
			c.at += 2
		}
		c.at = min(c.at+1, len(c.src))
		next := c.at
		for next < len(c.src) && (c.src[next] == ' ' || c.src[next] == '\t' || c.src[next] == '\r' || c.src[next] == '\n') {
			next++
		}
		if next >= len(c.src) || c.src[next] != '"' {
			return t
		}
		c.at = next
	}
}
