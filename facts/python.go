package facts

import (
	"bytes"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/syntax/python"
)

// pythonFile is a Python file whose facts are read.
type pythonFile struct {
	*python.Tree
	file    *File
	modules map[string]bound       // what names stand for that imports bind
	values  map[string][]assigned  // what is assigned to each name or attribute
	loops   map[string][]python.ID // the for statements by the name that they bind
	own     map[string]wrapped     // functions of the file that hand a command on
	steps   []Step                 // the names followed for the call at hand
}

// bound is what an import binds a name to: its full name, and where.
type bound struct {
	full string
	at   Span
}

// readPython adds the facts of a Python file.
func readPython(f *File, tree *python.Tree) {
	p := &pythonFile{
		Tree: tree, file: f, modules: map[string]bound{}, values: map[string][]assigned{}, loops: map[string][]python.ID{},
		own: map[string]wrapped{},
	}
	for i := range tree.Nodes {
		n := python.ID(i)
		switch tree.Nodes[i].Kind {
		case python.ImportStatement:
			p.imports(n)
		case python.ImportFrom:
			p.fromImports(n)
		case python.Assignment:
			p.assign(n)
		case python.For:
			if target := tree.Child(n, 0); tree.Kind(target) == python.Identifier {
				p.loops[tree.Text(target)] = append(p.loops[tree.Text(target)], n)
			}
		}
	}
	p.findWrappers()
	for i := range tree.Nodes {
		n := python.ID(i)
		switch tree.Nodes[i].Kind {
		case python.Call:
			p.call(n)
			p.setup(n)
		case python.String:
			p.stringPath(n)
		}
	}
}

func (p *pythonFile) span(n python.ID) Span {
	return Span{Start: int(p.Nodes[n].Start), End: int(p.Nodes[n].End)}
}

// imports adds "import a.b, c as d".
func (p *pythonFile) imports(n python.ID) {
	for item := range p.Named(n) {
		name, alias := p.item(item)
		if name == "" {
			continue
		}
		p.file.Imports = append(p.file.Imports, Import{Module: name, Span: p.span(item), Guarded: p.guarded(n)})
		if alias != "" {
			p.modules[alias] = bound{name, p.span(item)}
		} else {
			root, _, _ := strings.Cut(name, ".")
			p.modules[root] = bound{root, p.span(item)}
		}
	}
}

// fromImports adds "from a import b, c as d".
func (p *pythonFile) fromImports(n python.ID) {
	from := p.Child(n, 0)
	module := p.Dotted(from)
	if p.Kind(from) == python.RelativeImport {
		module = strings.Join(strings.Fields(p.Text(from)), "")
	}
	guarded := p.guarded(n)
	first := true
	for item := range p.Named(n) {
		if first {
			first = false
			continue
		}
		name, alias := p.item(item)
		if p.Kind(item) == python.WildcardImport {
			name = "*"
		}
		if name == "" {
			continue
		}
		p.file.Imports = append(p.file.Imports, Import{Module: module, Name: name, Span: p.span(item), Guarded: guarded})
		if alias == "" {
			alias = name
		}
		p.modules[alias] = bound{module + "." + name, p.span(item)}
	}
}

func (p *pythonFile) item(n python.ID) (name, alias string) {
	if p.Kind(n) == python.AliasedImport {
		return p.Dotted(p.Child(n, 0)), p.Text(p.Child(n, 1))
	}
	return p.Dotted(n), ""
}

// guarded reports whether a try statement around the import catches its
// failure.
func (p *pythonFile) guarded(n python.ID) bool {
	for try := p.Ancestor(n, python.Try); try >= 0; try = p.Ancestor(try, python.Try) {
		for clause := range p.Named(try) {
			if p.Kind(clause) != python.Except {
				continue
			}
			caught := p.Child(clause, 0)
			if p.Kind(caught) == python.Block || strings.Contains(p.Text(caught), "ImportError") ||
				strings.Contains(p.Text(caught), "ModuleNotFoundError") || p.Text(caught) == "Exception" {
				return true
			}
		}
	}
	return false
}

// words turns items into words; what is not known stands as written. A word
// that comes from a name stands where the name does.
func (p *pythonFile) words(list []item) []word {
	var words []word
	for _, i := range list {
		place := i.through
		if kind := p.Kind(i.node); place < 0 && (kind == python.Identifier || kind == python.Attribute) {
			place = i.node
		}
		t, ok := p.text(i.node, 0)
		if !ok && len(words) == 0 && place == i.node {
			t, ok = p.firstText(i.node) // a program with a fallback
		}
		switch {
		case ok && place < 0:
			words = append(words, t.word())
		case ok:
			words = append(words, p.wordAt(string(t.bytes), place))
		default:
			words = append(words, p.wordAt(p.Text(i.node), i.node))
		}
	}
	return words
}

// firstText returns the first text that a name may hold, where it may hold several.
func (p *pythonFile) firstText(n python.ID) (*text, bool) {
	for _, a := range p.alternatives(n, 0) {
		if t, ok := p.text(a.node, 0); ok && a.node != n {
			p.steps = append(p.steps, a.steps...)
			return t, true
		}
	}
	return nil, false
}

// wordAt is a word that stands for a node.
func (p *pythonFile) wordAt(text string, n python.ID) word {
	span := p.span(n)
	return word{text: text, start: span.Start, end: span.End, at: func(i int) int { return min(span.End, span.Start+i) }}
}

// itemsOf are arguments as items.
func itemsOf(arguments []python.ID) []item {
	items := make([]item, len(arguments))
	for i, n := range arguments {
		items[i] = item{n, python.NoNode}
	}
	return items
}

// word is the whole text as one word.
func (t *text) word() word {
	end := t.at(0)
	if n := len(t.bytes); n > 0 {
		end = t.at(n-1) + 1
	}
	return word{text: string(t.bytes), at: t.at, start: t.at(0), end: end, dynamic: t.unknown}
}

// guards returns the conditions around a node, outermost first.
func (p *pythonFile) guards(n python.ID) []Guard {
	var list []Guard
	for child, at := n, p.Parent(n); at >= 0; child, at = at, p.Parent(at) {
		switch p.Kind(at) {
		case python.If, python.Elif:
			list = p.arm(list, at, child)
		case python.Block:
			list = p.leftBefore(list, at, child)
		case python.FunctionDef, python.Lambda:
			at = 0
		}
	}
	for i, j := 0, len(list)-1; i < j; i, j = i+1, j-1 {
		list[i], list[j] = list[j], list[i]
	}
	return list
}

// WithinOf is the function or method that a node stands in, Class.method for one
// of a class; empty outside of one.
func WithinOf(tree *python.Tree, n python.ID) string {
	function := tree.Ancestor(n, python.FunctionDef)
	if function < 0 {
		return ""
	}
	name := tree.Text(tree.ChildOf(function, python.Identifier))
	if around := tree.Ancestor(function, python.ClassDef, python.FunctionDef); tree.Kind(around) == python.ClassDef {
		name = tree.Text(tree.ChildOf(around, python.Identifier)) + "." + name
	}
	return name
}

func (p *pythonFile) within(n python.ID) string { return WithinOf(p.Tree, n) }

// isEnding reports whether a text is what the end of another is asked to be.
func (p *pythonFile) isEnding(n python.ID) bool {
	call := p.Parent(p.Parent(n))
	callee := p.Child(call, 0)
	return p.Kind(call) == python.Call && p.Kind(callee) == python.Attribute && p.Text(p.Child(callee, 1)) == "endswith"
}

// arm adds the conditions of the arm of an if that a node stands in, innermost
// first.
func (p *pythonFile) arm(list []Guard, at, child python.ID) []Guard {
	condition := p.Child(at, 0)
	switch {
	case condition == child:
	case p.Kind(child) == python.Block:
		return append(list, Guard{Text: p.Text(condition)})
	default: // elif and else: the conditions ahead have failed
		first := len(list)
		for c := range p.Named(at) {
			if c == child {
				break
			}
			if p.Kind(c) == python.Elif {
				list = append(list, Guard{Text: p.Text(p.Child(c, 0)), Negated: true})
			}
		}
		slices.Reverse(list[first:])
		return append(list, Guard{Text: p.Text(condition), Negated: true})
	}
	return list
}

// mostAhead bounds the statements ahead of one that are looked at for it.
const mostAhead = 100

// leftBefore adds the conditions under which statements ahead of one in its block
// leave it: what follows "if not there: return" is run where it is there.
func (p *pythonFile) leftBefore(list []Guard, block, child python.ID) []Guard {
	first, n := len(list), 0
	for c := range p.Named(block) {
		if n++; c == child || n > mostAhead {
			break
		}
		if p.Kind(c) != python.If || p.Count(c) != 2 {
			continue
		}
		body := p.Child(c, 1)
		switch p.Kind(p.Child(body, p.Count(body)-1)) {
		case python.Return, python.Raise, python.Continue, python.Break:
			list = append(list, Guard{Text: p.Text(p.Child(c, 0)), Negated: true})
		}
	}
	slices.Reverse(list[first:])
	return list
}

// stringPath adds a string that is an absolute path, docstrings left out.
func (p *pythonFile) stringPath(n python.ID) {
	start := p.Nodes[n].Start
	text := p.Src[start:p.Nodes[n].End]
	if i := bytes.IndexAny(text[:min(len(text), 8)], "\"'"); i >= 0 && bytes.HasPrefix(bytes.TrimLeft(text[i:], "\"'"), []byte("#!")) {
		// A script that is written to a file.
		if t, ok := p.text(n, 0); ok {
			p.file.readScriptText(t.bytes, t.at, embedding{via: ViaTemplate, depth: 1, within: p.within(n)})
		}
	}
	if len(text) < maxName && (bytes.Contains(text, []byte(".rpm")) || bytes.Contains(text, []byte("yum.conf")) || bytes.Contains(text, []byte("metadata")) || bytes.Contains(text, []byte("comps")) || bytes.Contains(text, []byte("ks.cfg")) || bytes.Contains(text, []byte("repo")) || bytes.Contains(text, []byte(".repo"))) {
		if t, ok := p.text(n, 0); ok && bytes.IndexByte(t.bytes, ' ') < 0 {
			p.file.name(t.word(), "string", p.guards(n), p.within(n))
		}
	}
	if IsInterface(string(bytes.Trim(text, "bu\"'"))) {
		if t, ok := p.text(n, 0); ok {
			p.file.name(t.word(), "string", p.guards(n), p.within(n))
		}
	}
	if string(bytes.Trim(text, "\"'")) == "rpm" && p.isEnding(n) {
		p.file.Names = append(p.file.Names, Path{Text: ".rpm", Span: p.span(n), Via: "string", Guards: p.guards(n), Within: p.within(n)})
	}
	if t := bytes.TrimLeft(text, "bBuUrR\"'"); relativeFolders.Match(t) && p.Kind(p.Parent(n)) != python.ExpressionStatement {
		if t, ok := p.text(n, 0); ok {
			w := t.word()
			p.file.Paths = append(p.file.Paths, Path{Text: rooted(w.text), Span: Span{w.start, w.end}, Via: "string", Guards: p.guards(n), Within: p.within(n)})
		}
		return
	}
	// A look at the first bytes spares most strings the rest.
	if len(text) < 4 || text[1] != '/' && text[2] != '/' || p.Kind(p.Parent(n)) == python.ExpressionStatement {
		return
	}
	t, ok := p.text(n, 0)
	if !ok {
		return
	}
	if isPath(string(t.bytes)) {
		w := t.word()
		p.file.Paths = append(p.file.Paths, Path{Text: w.text, Span: Span{w.start, w.end}, Via: "string", Guards: p.guards(n), Within: p.within(n)})
		return
	}
	// A command that is kept or returned: what it runs is a path.
	if m := commandText.FindSubmatch(t.bytes); m != nil {
		p.file.Paths = append(p.file.Paths, Path{Text: string(m[1]), Span: Span{t.at(0), t.at(len(m[1])-1) + 1}, Via: "string", Guards: p.guards(n), Within: p.within(n)})
	}
}
