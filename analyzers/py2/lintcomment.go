package py2

import (
	"bytes"
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/syntax/python"
)

// lintStretch is lines for which a comment turns a check off, or on again.
type lintStretch struct {
	first, last int
	off         bool
	comment     python.ID
	// around is the next larger stretch, -1 if there is none.
	around int
}

// lintComments is what the comments of a file say to linters, by check.
// Stretches of pylint lie within one another or apart, as blocks do.
type lintComments struct {
	stretches map[string][]lintStretch
	// lines are those of comments for one line or, as line 0, the whole file.
	lines map[string]map[int]python.ID
	// scopes are the blocks that were looked at, by the node that has them.
	scopes map[python.ID]lintScope
}

// honourLintComments marks the findings that a comment quiets by naming the
// check of a linter that says the same.
func (m *module) honourLintComments() {
	if !bytes.Contains(m.Src, []byte("pylint:")) && !bytes.Contains(bytes.ToLower(m.Src), []byte("noqa")) {
		return
	}
	comments := m.lintComments()
	if comments == nil {
		return
	}
	m.pass.Suppress(func(f *finding.Finding) *finding.Suppression {
		comment := comments.quieting(f)
		if comment < 0 {
			return nil
		}
		line, _ := m.pass.File.Position(int(m.Nodes[comment].Start))
		return &finding.Suppression{
			Kind: finding.LinterComment, Reason: analysis.Snippet(m.Text(comment)), By: fmt.Sprintf("comment:%d", line),
		}
	})
}

// lintComments reads all comments of the file, nil if none names a check.
func (m *module) lintComments() *lintComments {
	all := &lintComments{stretches: map[string][]lintStretch{}, lines: map[string]map[int]python.ID{}, scopes: map[python.ID]lintScope{}}
	for i := range m.Nodes {
		if m.Nodes[i].Kind == python.Comment {
			m.pylintComment(all, python.ID(i))
			m.noqaComment(all, python.ID(i))
		}
	}
	if len(all.stretches)+len(all.lines) == 0 {
		return nil
	}
	for check := range all.stretches {
		all.stretches[check] = nested(all.stretches[check])
	}
	return all
}

// pylintPragma is how pylint finds what is meant for it in a comment.
var pylintPragma = regexp.MustCompile(`\bpylint:\s*([\w-]+)\s*=\s*([^;#]*)`)

// pylintComment adds what a comment says to pylint.
func (m *module) pylintComment(all *lintComments, n python.ID) {
	found := pylintPragma.FindStringSubmatch(m.Text(n))
	if found == nil {
		return
	}
	line := m.lineOf(n)
	s := lintStretch{first: line, last: line, comment: n}
	switch found[1] {
	case "disable", "disable-msg":
		s.off = true
	case "disable-next":
		s.off, s.first, s.last = true, line+1, line+1
	case "enable", "enable-msg":
	default:
		return
	}
	if found[1] != "disable-next" && m.isOwnLine(n) {
		s.first, s.last = m.lintBlock(all, n)
	}
	for name := range strings.SplitSeq(found[2], ",") {
		name = strings.TrimSpace(name)
		if len(name) == 5 && strings.Trim(name[1:], "0123456789") == "" {
			name = strings.ToUpper(name)
		}
		if check := lintNames[name]; check != "" {
			all.add(check, s, line)
		}
	}
}

// add takes a stretch up. Only the first comment of a block reaches back to the
// block's head: the others hold from their own line on.
func (c *lintComments) add(check string, s lintStretch, line int) {
	list := c.stretches[check]
	if n := len(list); n > 0 && s.first < line && list[n-1].last == s.last && list[n-1].first >= s.first {
		s.first = line
	}
	c.stretches[check] = append(list, s)
}

// lintScope is a block of statements as a comment sees it.
type lintScope struct {
	block python.ID
	// first is its first statement behind the docstring, NoNode if there is
	// none; end is where its last one ends.
	first python.ID
	end   uint32
}

// lintBlock returns the lines for which a comment on a line of its own holds:
// from there to the end of its block. One before the first statement of a
// function, class or module, docstring aside, holds for all of it.
func (m *module) lintBlock(all *lintComments, n python.ID) (first, last int) {
	first = m.lineOf(n)
	around := m.Parent(n)
	scope := m.lintScope(all, around)
	if scope.block < 0 || scope.block != around && m.Nodes[scope.block].Start < m.Nodes[n].Start {
		return first, max(first, m.lastLineOf(around)) // within brackets
	}
	// After its last statement a block is over, whatever the indentation.
	for m.Kind(scope.block) == python.Block && scope.end < m.Nodes[n].End {
		above := m.Ancestor(scope.block, python.Block, python.Module)
		if above < 0 {
			break
		}
		scope = m.lintScope(all, above)
	}
	last = max(first, m.lastLineOf(scope.block))
	owner := scope.block
	if m.Kind(owner) == python.Block {
		owner = m.Parent(owner)
	}
	if scope.first >= 0 && m.Nodes[scope.first].Start < m.Nodes[n].Start {
		return first, last
	}
	switch m.Kind(owner) {
	case python.FunctionDef, python.ClassDef:
		first = m.lineOf(owner)
	case python.Module:
		first = 1
	}
	return first, last
}

// lintScope returns the block that a node is or has. There may be many comments
// in one, so it is looked at once.
func (m *module) lintScope(all *lintComments, n python.ID) lintScope {
	scope, known := all.scopes[n]
	if known {
		return scope
	}
	scope = lintScope{block: n, first: python.NoNode}
	if kind := m.Kind(n); kind != python.Module && kind != python.Block {
		scope.block = m.ChildOf(n, python.Block)
	}
	for c := range m.Named(scope.block) {
		isDoc := m.Kind(c) == python.ExpressionStatement && m.Count(c) == 1 && m.Kind(m.Child(c, 0)) == python.String
		if scope.first < 0 && !isDoc {
			scope.first = c
		}
		scope.end = m.Nodes[c].End
	}
	all.scopes[n] = scope
	return scope
}

// isOwnLine reports whether nothing but blanks stands before the node.
func (m *module) isOwnLine(n python.ID) bool {
	start := int(m.Nodes[n].Start)
	before := m.Src[bytes.LastIndexByte(m.Src[:start], '\n')+1 : start]
	return len(bytes.TrimLeft(before, " \t\f\ufeff")) == 0
}

func (m *module) lineOf(n python.ID) int {
	line, _ := m.pass.File.Position(int(m.Nodes[n].Start))
	return line
}

func (m *module) lastLineOf(n python.ID) int {
	line, _ := m.pass.File.Position(max(int(m.Nodes[n].Start), int(m.Nodes[n].End)-1))
	return line
}

// noqaPragma is how flake8 finds the checks that a comment names, for the line
// or, after "flake8:", for the whole file.
var noqaPragma = regexp.MustCompile(`(?i)#\s*(flake8[:=]\s*)?noqa:\s?([A-Z]+[0-9]+(?:[,\s]+[A-Z]+[0-9]+)*)`)

// noqaComment adds what a comment says to flake8 and its plugins.
func (m *module) noqaComment(all *lintComments, n python.ID) {
	found := noqaPragma.FindStringSubmatch(m.Text(n))
	if found == nil {
		return
	}
	line := m.lineOf(n)
	if found[1] != "" {
		line = 0
	}
	for name := range strings.FieldsFuncSeq(found[2], func(r rune) bool { return r == ',' || r == ' ' || r == '\t' }) {
		check := lintNames[strings.ToUpper(name)]
		if check == "" {
			continue
		}
		if all.lines[check] == nil {
			all.lines[check] = map[int]python.ID{}
		}
		if _, ok := all.lines[check][line]; !ok {
			all.lines[check][line] = n
		}
	}
}

// nested sorts stretches and finds the one that each lies in.
func nested(list []lintStretch) []lintStretch {
	slices.SortStableFunc(list, func(a, b lintStretch) int {
		return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(b.last, a.last))
	})
	for i := range list {
		list[i].around = i - 1
		for at := i - 1; at >= 0 && list[at].last <= list[i].last; at = list[at].around {
			list[i].around = list[at].around
		}
	}
	return list
}

// quieting returns the comment that quiets a finding, NoNode if none does. As
// for pylint, the line on which it begins counts; flake8 reads the comment of
// the line on which it ends too.
func (c *lintComments) quieting(f *finding.Finding) python.ID {
	for check := range lintChecksOf(f) {
		if s := at(c.stretches[check], f.Line); s != nil && s.off {
			return s.comment
		}
		for _, line := range []int{f.Line, f.EndLine, 0} {
			if n, ok := c.lines[check][line]; ok {
				return n
			}
		}
	}
	return python.NoNode
}

// at returns the smallest stretch that a line is in, nil if it is in none.
func at(list []lintStretch, line int) *lintStretch {
	i, _ := slices.BinarySearchFunc(list, line, func(s lintStretch, line int) int {
		if s.first <= line {
			return -1
		}
		return 1
	})
	for i--; i >= 0; i = list[i].around {
		if list[i].last >= line {
			return &list[i]
		}
	}
	return nil
}
