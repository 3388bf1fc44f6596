package upstream

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/syntax/patch"
)

// key is one changed line of a patch. Equal lines of a file are one.
type key struct {
	file int    // in carried.files
	run  int    // of changed lines without others between them; counts through the patch
	line uint64 // the hash of the line
	plus bool
	weak bool // a comment, or in a test or a document
}

// file is one file that a patch changes.
type file struct {
	path      string
	isNew     bool
	deleted   bool
	weak      bool
	sequence  uint64 // the hash of all its changed lines in order
	sequenced int    // how many those are
}

// carried is a patch taken apart.
type carried struct {
	id       string
	stack    int
	files    []file
	keys     []key
	plus     int // keys that count and add
	counting int // keys that count
	subject  string
	changeID string
	sources  []string // full or long commit ids that the patch names
	origins  []string // those of them that it says to be
	src      []byte
	parsed   *patch.File
	// dependent says that the patch changes nothing but what earlier patches
	// of its stack added.
	dependent bool
}

const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)

// lineHash is FNV-1a over a line without its white space. ok is false for
// lines that say nothing: short ones, those of signs alone and bare keywords.
func lineHash(line []byte) (h uint64, ok bool) {
	h = fnvOffset
	n, letters, figures := 0, 0, 0
	for _, c := range line {
		if c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f' {
			continue
		}
		h = (h ^ uint64(c)) * fnvPrime
		n++
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80 {
			letters++
		}
		if c >= '0' && c <= '9' {
			figures++
		}
	}
	// FNV's high bits of short lines are poor for a table: mix them.
	h ^= h >> 32
	return h, n >= 4 && (letters > 0 || figures > 1 && n >= 6) && (n > 9 || !isKeyword(line))
}

// keywords stand alone on lines of every program.
var keywords = map[string]bool{
	"else": true, "else:": true, "fi": true, "done": true, "return": true, "return;": true, "pass": true, "break": true,
	"break;": true, "continue": true, "continue;": true, "end": true, "endif": true, "#endif": true, "#else": true,
	"then": true, "try:": true, "try": true, "esac": true, "begin": true, "default:": true, "finally:": true,
	"}else{": true, "elsif": true, "return0;": true, "return0": true, "do": true, "None": true, "None,": true,
}

func isKeyword(line []byte) bool { return keywords[string(stripped(line))] }

// stripped is a line without white space.
func stripped(line []byte) []byte { return bytes.Join(bytes.Fields(line), nil) }

// takeApart makes the keys of a patch.
func takeApart(p Patch, stack int) *carried {
	c := &carried{id: p.ID, stack: stack, src: p.Src, parsed: p.Parsed}
	if c.parsed == nil {
		c.parsed = patch.Parse(p.Src)
	}
	c.identify()
	run := 0
	byPath := map[string]int{}
	for i := range c.parsed.Files {
		d := &c.parsed.Files[i]
		name := strings.TrimPrefix(path.Clean("/"+d.Path()), "/")
		at, again := byPath[name]
		if !again {
			at = len(c.files)
			byPath[name] = at
			c.files = append(c.files, file{path: name, isNew: d.New, deleted: d.Deleted, weak: isAside(name), sequence: fnvOffset})
		}
		for _, h := range d.Hunks {
			run = c.hunk(at, run, h.Lines)
		}
	}
	c.cancel()
	return c
}

// hunk takes the changed lines of one hunk, and gives the number of the next run.
func (c *carried) hunk(at, run int, lines []patch.Line) int {
	f := &c.files[at]
	for _, l := range lines {
		if l.Op != '+' && l.Op != '-' {
			run++
			continue
		}
		text := c.src[l.Start:l.End]
		h, says := lineHash(text)
		f.sequence = inOrder(f.sequence, l.Op, h)
		f.sequenced++
		if says {
			c.keys = append(c.keys, key{file: at, run: run, line: h, plus: l.Op == '+', weak: f.weak || isComment(f.path, text)})
		}
	}
	return run + 1
}

// inOrder goes on with the hash of a sequence of changed lines.
func inOrder(sequence uint64, op byte, line uint64) uint64 {
	return ((sequence^uint64(op))*fnvPrime ^ line) * fnvPrime
}

// cancel drops what files of one name have as often added as removed (lines that the
// patch moves, also to a file of that name elsewhere, or indents anew), as is done
// with commits, and all but one of equal lines of a file.
func (c *carried) cancel() {
	type of struct {
		name string
		line uint64
	}
	net := map[of]int{}
	named := func(k key) of { return of{path.Base(c.files[k.file].path), k.line} }
	for _, k := range c.keys {
		if k.plus {
			net[named(k)]++
		} else {
			net[named(k)]--
		}
	}
	type where struct {
		file int
		line uint64
	}
	seen := map[where]bool{}
	c.keys = slices.DeleteFunc(c.keys, func(k key) bool {
		w, n := where{k.file, k.line}, net[named(k)]
		drop := seen[w] || n == 0 || n > 0 != k.plus
		seen[w] = seen[w] || !drop
		return drop
	})
}

// within drops from a patch what only changes what earlier patches of its
// stack did, as upstream has such a change, if at all, as one.
func (c *carried) within(earlier []*carried) {
	type where struct {
		path string
		line uint64
		plus bool
	}
	done := map[where]bool{}
	for _, e := range earlier {
		for _, k := range e.keys {
			done[where{e.files[k.file].path, k.line, k.plus}] = true
		}
	}
	before := len(c.keys)
	c.keys = slices.DeleteFunc(c.keys, func(k key) bool { return done[where{c.files[k.file].path, k.line, !k.plus}] })
	c.dependent = before > 0 && len(c.keys) == 0
}

// settle counts the keys that count: comments, tests and documents only if
// there is nothing else.
func (c *carried) settle() {
	if !slices.ContainsFunc(c.keys, func(k key) bool { return !k.weak }) {
		for i := range c.keys {
			c.keys[i].weak = false
		}
		for i := range c.files {
			c.files[i].weak = false
		}
	}
	c.counting, c.plus = 0, 0
	for _, k := range c.keys {
		if !k.weak {
			c.counting++
			if k.plus {
				c.plus++
			}
		}
	}
}

// isAside says whether a file is a test or a document, without which a change
// is whole all the same.
func isAside(name string) bool {
	base := strings.ToLower(path.Base(name))
	for part := range strings.SplitSeq(path.Dir(strings.ToLower(name)), "/") {
		switch part {
		case "test", "tests", "testing", "spec", "doc", "docs", "releasenotes", "man", "examples":
			return true
		}
	}
	switch path.Ext(base) {
	case ".md", ".rst", ".txt", ".adoc", ".texi":
		return base != "requirements.txt" && base != "cmakelists.txt" && base != "test-requirements.txt"
	}
	return strings.HasPrefix(base, "test_") || strings.HasPrefix(base, "changelog") || base == "news" || base == "readme"
}

// isComment says whether a line of a file is a comment as a whole.
func isComment(name string, line []byte) bool {
	line = bytes.TrimSpace(line)
	switch ext := path.Ext(name); ext {
	case ".c", ".h", ".cc", ".cpp", ".hpp", ".js", ".java", ".go":
		for _, mark := range []string{"//", "/*", "* ", "*/"} {
			if bytes.HasPrefix(line, []byte(mark)) {
				return true
			}
		}
		return string(line) == "*"
	case ".py", ".rb", ".pp", ".sh", ".pl", ".conf", ".yaml", ".yml", ".service", "":
		return bytes.HasPrefix(line, []byte("#")) && !bytes.HasPrefix(line, []byte("#!"))
	}
	return false
}
