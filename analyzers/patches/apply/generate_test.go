package apply

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

// program makes a small source: functions that look alike, so that hunks find more
// than one place.
type program struct {
	*rand.Rand
}

func (g program) pick(words ...string) string { return words[g.IntN(len(words))] }

func (g program) line() string {
	switch g.IntN(6) {
	case 0:
		return "\n"
	case 1:
		return g.pick("}", "{", "    return 0;", "    pass", "# end") + "\n"
	case 2:
		return "    " + g.pick("x", "y") + " = " + g.pick("1", "2", "x + 1") + ";\n"
	}
	return fmt.Sprintf("    %s(%d);\n", g.pick("open", "close", "lock"), g.IntN(12))
}

func (g program) function() []string {
	lines := []string{fmt.Sprintf("int %s_%d()\n", g.pick("start", "stop"), g.IntN(9)), "{\n"}
	for range g.IntN(9) {
		lines = append(lines, g.line())
	}
	return append(lines, "    return 0;\n", "}\n", "\n")
}

func (g program) file() []string {
	var lines []string
	for range g.IntN(8) {
		lines = append(lines, g.function()...)
	}
	return g.ending(lines)
}

// ending now and then takes the last newline away.
func (g program) ending(lines []string) []string {
	if n := len(lines); n > 0 && g.IntN(6) == 0 {
		lines = slices.Clone(lines)
		if lines[n-1] = strings.TrimSuffix(lines[n-1], "\n"); lines[n-1] == "" {
			lines = lines[:n-1]
		}
	}
	return lines
}

// edit changes a few places.
func (g program) edit(lines []string, most int) []string {
	lines = slices.Clone(lines)
	if n := len(lines); n > 0 && !strings.HasSuffix(lines[n-1], "\n") {
		lines[n-1] += "\n"
	}
	for range 1 + g.IntN(most) {
		at := g.IntN(len(lines) + 1)
		var added []string
		for range g.IntN(4) {
			added = append(added, g.line())
		}
		lines = slices.Replace(lines, at, min(len(lines), at+g.IntN(4)), added...)
	}
	return g.ending(lines)
}

// later is what another version made of a file.
func (g program) later(lines []string) []string {
	switch g.IntN(7) {
	case 0: // re-indented
		out := slices.Clone(lines)
		for i := g.IntN(len(out) + 1); i < len(out) && i < 12; i++ {
			out[i] = strings.Replace(out[i], "    ", "\t", 1)
		}
		return out
	case 1: // a part was moved
		if len(lines) < 8 {
			return lines
		}
		from, n := g.IntN(len(lines)-4), 1+g.IntN(4)
		part := slices.Clone(lines[from : from+n])
		rest := slices.Delete(slices.Clone(lines), from, from+n)
		return slices.Insert(rest, g.IntN(len(rest)+1), part...)
	case 2: // lines before everything
		return append(g.function(), lines...)
	case 3: // CRLF
		if g.IntN(3) > 0 {
			return lines
		}
		out := slices.Clone(lines)
		for i := range out {
			out[i] = strings.Replace(out[i], "\n", "\r\n", 1)
		}
		return out
	case 4: // twice the same
		return slices.Concat(lines, lines)
	}
	return g.edit(lines, 5)
}

// source is the files of a version.
type source map[string][]string

func (s source) fs() fstest.MapFS {
	files := fstest.MapFS{}
	for name, lines := range s {
		files[name] = &fstest.MapFile{Data: []byte(strings.Join(lines, "")), Mode: 0o644}
	}
	return files
}

func (s source) write(t testing.TB, dir string) {
	t.Helper()
	for name, lines := range s {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(strings.Join(lines, "")), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

var fileNames = []string{"main.c", "lib/run.c", "lib/run.h", "lib/deep/er.c", "doc/README"}

// stack makes a base, patches against it, and later versions of it.
func (g program) stack() (base source, stack []Patch, versions []source) {
	base = source{}
	for _, name := range fileNames[:1+g.IntN(4)] {
		base[name] = g.file()
	}
	now := maps.Clone(base)
	for i := range 1 + g.IntN(5) {
		var text strings.Builder
		text.WriteString(g.pick("", "From: somebody\nSubject: change\n\n---\n", "A change.\n\n"))
		git := g.IntN(2) == 0
		changes := 0
		for n := 1 + g.IntN(3); changes < n; {
			if diff := g.change(now, git); diff != "" {
				text.WriteString(diff)
				changes++
			}
		}
		if g.IntN(8) == 0 {
			text.WriteString("-- \n2.7.4\n\n")
		}
		stack = append(stack, Patch{Name: fmt.Sprintf("%04d.patch", i), Text: []byte(text.String()), Strip: 1})
	}
	for range 3 {
		v := source{}
		from := base
		if g.IntN(4) == 0 {
			from = now // some of the stack is in it
		}
		for _, name := range slices.Sorted(maps.Keys(from)) {
			lines := from[name]
			switch g.IntN(9) {
			case 0:
				continue
			case 1:
				v[name] = lines
			case 2:
				v[name+"c"] = lines
			default:
				v[name] = g.later(lines)
			}
		}
		versions = append(versions, v)
	}
	return base, stack, versions
}

// change writes a diff of one file and notes what it makes.
func (g program) change(now source, git bool) string {
	names := slices.Sorted(maps.Keys(now))
	name := g.pick(append(names, fileNames...)...)
	old, there := now[name]
	own, exists := g.edit(old, 3), true
	to := name
	switch {
	case !there:
		own = g.file()
	case g.IntN(8) == 0:
		own, exists = nil, false
	case git && g.IntN(6) == 0:
		to = g.pick("moved.c", "lib/moved.c")
	}
	context := g.IntN(5)
	d := diff{old: old, new: own, from: name, to: to, git: git, created: !there, removed: !exists, copied: g.IntN(2) == 0, epoch: g.IntN(2) == 0, mode: g.IntN(5) == 0, context: context}
	text := d.text()
	if text == "" {
		return ""
	}
	if to != name && !d.copied {
		delete(now, name)
	}
	now[to] = own
	if !exists {
		delete(now, name)
	}
	return text
}

// diff writes a unified diff.
type diff struct {
	old, new                                   []string
	from, to                                   string
	git, created, removed, copied, epoch, mode bool
	context                                    int
}

func (d diff) text() string {
	var b strings.Builder
	hunks := unified(d.old, d.new, d.context)
	from, to := "a/"+d.from, "b/"+d.to
	if d.git {
		fmt.Fprintf(&b, "diff --git a/%s b/%s\n", d.from, d.to)
		switch {
		case d.created:
			fmt.Fprintf(&b, "new file mode 100%s\n", map[bool]string{true: "755", false: "644"}[d.mode])
		case d.removed:
			b.WriteString("deleted file mode 100644\n")
		case d.mode:
			b.WriteString("old mode 100644\nnew mode 100755\n")
		}
		switch {
		case d.from != d.to && d.copied:
			fmt.Fprintf(&b, "similarity index 90%%\ncopy from %s\ncopy to %s\n", d.from, d.to)
		case d.from != d.to:
			fmt.Fprintf(&b, "similarity index 90%%\nrename from %s\nrename to %s\n", d.from, d.to)
		}
		id := map[bool]string{true: "e69de29", false: "1234567"}
		switch {
		case d.created:
			fmt.Fprintf(&b, "index 0000000..%s\n", id[len(d.new) == 0])
		case d.removed:
			fmt.Fprintf(&b, "index %s..0000000\n", id[len(d.old) == 0])
		case hunks != "":
			fmt.Fprintf(&b, "index %s..%s 100644\n", id[len(d.old) == 0], id[len(d.new) == 0])
		}
	}
	if hunks == "" {
		if !d.git || d.from == d.to && !d.created && !d.removed && !d.mode {
			return ""
		}
		return b.String()
	}
	const epoch = "\t1970-01-01 00:00:00.000000000 +0000"
	switch {
	case d.created && d.epoch && !d.git:
		from += epoch
	case d.created:
		from = "/dev/null"
	case d.removed && d.epoch && !d.git:
		to += epoch
	case d.removed:
		to = "/dev/null"
	}
	fmt.Fprintf(&b, "--- %s\n+++ %s\n%s", from, to, hunks)
	return b.String()
}

// script is the shortest way from one text to the other, with the lines of both.
func script(a, b []string) (ops []byte, lines []string) {
	length := make([][]int, len(a)+1)
	for i := range length {
		length[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if length[i][j] = max(length[i+1][j], length[i][j+1]); a[i] == b[j] {
				length[i][j] = length[i+1][j+1] + 1
			}
		}
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			ops, lines = append(ops, ' '), append(lines, a[i])
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && length[i+1][j] >= length[i][j+1]:
			ops, lines = append(ops, '-'), append(lines, a[i])
			i++
		default:
			ops, lines = append(ops, '+'), append(lines, b[j])
			j++
		}
	}
	return ops, lines
}

// unified writes the hunks.
func unified(a, b []string, context int) string {
	ops, lines := script(a, b)
	keep := make([]bool, len(ops))
	for i, op := range ops {
		if op != ' ' {
			for k := max(0, i-context); k < min(len(ops), i+context+1); k++ {
				keep[k] = true
			}
		}
	}
	var out strings.Builder
	old, own := 1, 1
	for i := 0; i < len(ops); {
		if !keep[i] {
			i, old, own = i+1, old+1, own+1
			continue
		}
		var body strings.Builder
		oldStart, ownStart := old, own
		for ; i < len(ops) && keep[i]; i++ {
			if ops[i] != '+' {
				old++
			}
			if ops[i] != '-' {
				own++
			}
			body.WriteByte(ops[i])
			body.WriteString(lines[i])
			if !strings.HasSuffix(lines[i], "\n") {
				body.WriteString("\n\\ No newline at end of file\n")
			}
		}
		fmt.Fprintf(&out, "@@ -%s +%s @@\n%s", span(oldStart, old-oldStart), span(ownStart, own-ownStart), body.String())
	}
	return out.String()
}

func span(start, n int) string {
	if n == 0 {
		start--
	}
	if n == 1 {
		return fmt.Sprint(start)
	}
	return fmt.Sprintf("%d,%d", start, n)
}

// TestOracleGenerated holds generated stacks, against generated versions, to what GNU
// patch does.
func TestOracleGenerated(t *testing.T) {
	stacks := 25
	if n, err := strconv.Atoi(os.Getenv("STXSCAN_STACKS")); err == nil {
		stacks = n
	}
	pairs, cut := 0, 0
	var all comparison
	for seed := range uint64(stacks) { //nolint:gosec // it is small
		g := program{rand.New(rand.NewPCG(seed, 7))}
		base, stack, versions := g.stack()
		for v, version := range append([]source{base}, versions...) {
			whole := true
			for _, fuzz := range []int{0, 2} {
				theirs := newGNU(t, fuzz)
				version.write(t, theirs.dir)
				c := agree(t, theirs, NewTree(NewFolder(version.fs())), stack)
				if c.difference != "" {
					t.Errorf("stack %d, version %d, fuzz %d: %s", seed, v, fuzz, c.difference)
				}
				all.add(c)
				whole = whole && !c.cut
			}
			if whole {
				pairs++
			} else {
				cut++
			}
		}
	}
	t.Logf("%d stacks x versions, each with fuzz 0 and 2, and %d in part: %v", pairs, cut, &all)
	if pairs < 50 {
		t.Errorf("only %d stacks x versions were compared, and 50 are to be", pairs)
	}
	for _, s := range []State{Clean, Offset, Fuzz, Already, Missing, Conflict} {
		if all.states[s] == 0 {
			t.Errorf("no patch was %s, so that was not compared", s)
		}
	}
}
