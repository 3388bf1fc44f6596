package main

import (
	"bytes"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/syntax/patch"
	"opendev.org/starlingx/stxscan/syntax/python"
)

// hunk is one change of a porting commit.
type hunk struct {
	repo, commit, parent string
	date, subject, by    string
	path, blob           string // in the parent
	// first and last are the lines of the parent that were changed; where
	// lines were only added, those around.
	first, last int
	added       bool     // nothing was removed
	old, new    []string // the lines, as they stand
	oldStart    int
	// dropped says why the hunk is not asked for; empty for one that is.
	dropped string
	// same says in which way the code is the same on Python 3 before and after,
	// "" if it is not.
	same string
	// touched are the findings in its lines, at whatever threshold.
	touched []touch
	// peers are the entries of other tools' answers that name one of its lines.
	peers []string
}

// Reasons for which a hunk is not asked for.
const (
	dropEqual     = "equal after normalising: comments, docstrings, blanks, line breaks, u before strings"
	dropOrder     = "imports that moved"
	dropImports   = "only imports added, which other hunks need"
	dropFunctions = "only functions added that are not special methods"
	dropTwice     = "the same change of the same file as in another commit"
	dropLarge     = "in a commit about something else, too large to be about Python 3"
)

// hunksOf reads the hunks of one file's diff.
func hunksOf(d *patch.FileDiff, src []byte) []*hunk {
	var list []*hunk
	for _, h := range d.Hunks {
		c := &hunk{path: strings.TrimPrefix(d.OldPath, "a/"), first: h.OldStart, last: h.OldStart + h.OldCount - 1, oldStart: h.OldStart}
		for _, line := range h.Lines {
			text := string(src[line.Start:line.End])
			switch line.Op {
			case '-':
				c.old = append(c.old, text)
			case '+':
				c.new = append(c.new, text)
			}
		}
		if h.OldCount == 0 {
			// Without old lines the header names the line before.
			c.added, c.first, c.last = true, max(1, h.OldStart), h.OldStart+1
		}
		list = append(list, c)
	}
	return list
}

// normal is what of some lines counts: their tokens without comments, line
// breaks and docstrings.
func normal(lines []string) []string {
	src := []byte(strings.Join(lines, "\n") + "\n")
	var out []string
	tokens := python.Tokens(src)
	for i, t := range tokens {
		if t.Kind == python.NewlineToken {
			continue
		}
		if t.Kind == python.StringToken && t.Line && (i+1 == len(tokens) || tokens[i+1].Kind == python.NewlineToken) {
			continue // a docstring, or a comment written as a string
		}
		text := string(src[t.Start:t.End])
		if t.Kind == python.StringToken {
			// Python 3.3 and later read u"" as "".
			text = strings.TrimLeft(text, "uU")
		}
		out = append(out, text)
	}
	return out
}

// imports returns the import statements of lines, each normalised; ok is false
// if there is anything else in them.
func imports(lines []string) (list []string, ok bool) {
	var open string // a statement in brackets that goes on
	for _, line := range lines {
		words := strings.Join(normal([]string{line}), " ")
		switch {
		case words == "":
		case open != "":
			open += " " + words
		case strings.HasPrefix(words, "import "), strings.HasPrefix(words, "from ") && strings.Contains(words, " import "):
			open = words
		default:
			return nil, false
		}
		if open != "" && strings.Count(open, "(") == strings.Count(open, ")") && !strings.HasSuffix(open, "\\") {
			list, open = append(list, open), ""
		}
	}
	return list, open == "" && len(list) > 0
}

// drop says for the hunks of one file which are not about Python 3, by what
// they change and nothing else.
func drop(file []*hunk, has func(module string) bool) {
	var gone, come []string // imports of the whole file
	for _, h := range file {
		if list, ok := imports(h.old); ok {
			gone = append(gone, list...)
		}
		if list, ok := imports(h.new); ok {
			come = append(come, list...)
		}
	}
	for _, h := range file {
		old, new := normal(h.old), normal(h.new)
		h.same = sameOn3(h, has)
		switch {
		case slices.Equal(old, new):
			h.dropped = dropEqual
		case moved(h, gone, come):
			h.dropped = dropOrder
		case len(old) == 0 && onlyImports(h.new):
			h.dropped = dropImports
		case len(old) == 0 && onlyFunctions(h.new):
			h.dropped = dropFunctions
		}
	}
}

func onlyImports(lines []string) bool {
	_, ok := imports(lines)
	return ok
}

// moved reports whether all that the hunk does to imports is undone by
// another of the file.
func moved(h *hunk, gone, come []string) bool {
	old, okOld := imports(h.old)
	new, okNew := imports(h.new)
	if !okOld && len(normal(h.old)) > 0 || !okNew && len(normal(h.new)) > 0 {
		return false
	}
	return !slices.ContainsFunc(old, func(s string) bool { return !slices.Contains(come, s) }) &&
		!slices.ContainsFunc(new, func(s string) bool { return !slices.Contains(gone, s) })
}

// onlyFunctions reports whether lines that were added begin a function, a
// class or a decorator. A special method is another matter: __next__ and its
// like are what Python 3 asks for.
func onlyFunctions(lines []string) bool {
	for _, line := range lines {
		words := normal([]string{line})
		if len(words) == 0 {
			continue
		}
		switch words[0] {
		case "def", "class", "@":
			return !bytes.Contains([]byte(strings.Join(lines, "\n")), []byte("def __"))
		}
		return false
	}
	return false
}
