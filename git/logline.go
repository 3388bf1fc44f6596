package git

import (
	"bytes"
	"strconv"
	"strings"
)

// gitPath takes the path of "a/P b/P", where both are the same. It is what a
// file without a "---" line has: an empty, a binary or a mode that changed.
func gitPath(names string) string {
	if strings.HasPrefix(names, `"`) {
		if path, ok := sidePath(names[:len(names)/2]); ok {
			return path
		}
		return ""
	}
	path, _ := sidePath(names[:len(names)/2])
	return path
}

// sidePath takes the path of a "---" or "+++" line; ok is false for /dev/null.
// Git quotes names with control characters and ends names with blanks in a tab.
func sidePath(name string) (path string, ok bool) {
	name = plainPath(strings.TrimSuffix(name, "\t"))
	if name == "/dev/null" || len(name) < 2 || name[1] != '/' {
		return "", false
	}
	return name[2:], true
}

// plainPath is a path without the quotes and escapes that git puts around one
// with control characters.
func plainPath(name string) string {
	if plain, err := strconv.Unquote(name); err == nil && strings.HasPrefix(name, `"`) {
		return plain
	}
	return name
}

// hunkCounts reads the numbers of lines of "@@ -1,2 +3,4 @@".
func hunkCounts(line []byte) (old, added int, ok bool) {
	rest, found := bytes.CutPrefix(line, []byte("@@ -"))
	before, rest, cut := bytes.Cut(rest, []byte(" +"))
	after, _, end := bytes.Cut(rest, []byte(" @@"))
	if !found || !cut || !end {
		return 0, 0, false
	}
	if old, ok = lineCount(before); ok {
		added, ok = lineCount(after)
	}
	return old, added, ok
}

// lineCount reads "start,count", or "start" for one line.
func lineCount(text []byte) (int, bool) {
	_, count, both := bytes.Cut(text, []byte(","))
	if !both {
		return 1, len(text) > 0
	}
	n, err := strconv.Atoi(string(count))
	return n, err == nil && n >= 0
}
