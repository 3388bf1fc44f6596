package py2

import (
	"bytes"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/facts"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/syntax/python"
	"opendev.org/starlingx/stxscan/workspace"
)

// maxDepth bounds how deep code stands in code.
const maxDepth = 2

// wants takes Python, and what it may stand in, be run from or packaged by.
func wants(f *analysis.File) bool {
	return f.Language == workspace.Python || f.HasFacts() || linesOf[f.Language]
}

// pieceDetectors are the fileDetectors that say something of a piece of code.
// The others are about the file: its encoding, its first line, its package.
var pieceDetectors = []func(*module){
	findNonlocalName, findModuleMetaclass, findTextOfBytes, findLostMembers, findLeaks, findDivisions, findNoneOrder, findLazyUses,
}

// fragmentDetectors are those that say something of lines out of a file's middle,
// of which nobody knows what its names hold.
var fragmentDetectors = []func(*module){findNonlocalName}

// ofWholeFiles are the rules whose match depends on what else is in the file,
// which lines out of its middle do not show: whether print is the function, and
// what the names of variables are bound to.
var ofWholeFiles = []string{"PY2-S003", "PY2-S004", "PY2-S034", "PY2-C009"}

// programs looks at the pieces of Python code that stand in the file. The rules
// about Python report them, each at its own place, and no rule says that there
// is such code: one construct has one owner.
func (t *table) programs(pass *analysis.Pass, host *module, counts func(start, end int) bool) {
	f := pass.File
	if f.Depth() >= maxDepth || !f.HasFacts() || !mayRunPython(f) {
		return
	}
	list := f.Facts().Programs
	for i := range list {
		p := &list[i]
		if p.Interpreter == "python" && host != nil && host.python3Only() {
			p.Interpreter = "python3" // that which runs the file
		}
		if at := p.At(0); counts == nil || counts(at, at+1) {
			t.program(pass, p)
		}
	}
}

// mayRunPython spares most files a look at their facts.
func mayRunPython(f *analysis.File) bool {
	switch f.Language {
	case workspace.Python:
		return bytes.Contains(f.Src, []byte("-c")) && (bytes.Contains(f.Src, []byte("sys.executable")) || bytes.Contains(f.Src, []byte("python")))
	case workspace.Patch:
		return bytes.Contains(f.Src, []byte(".py")) || bytes.Contains(f.Src, []byte("python"))
	}
	return bytes.Contains(f.Src, []byte("ython")) || bytes.Contains(f.Src, []byte("YTHON"))
}

// program looks at one piece, if it can be read.
func (t *table) program(pass *analysis.Pass, p *facts.Program) {
	if !p.Fragment {
		t.piece(pass, p, p.Src, p.Adds, p.At)
		return
	}
	for _, form := range python.Fragments(p.Src) {
		counts := func(start, end int) bool {
			return form.Given(start, end) && p.Adds(form.At(start), form.At(end))
		}
		if t.piece(pass, p, form.Src, counts, func(i int) int { return p.At(form.At(i)) }) {
			return
		}
	}
}

// piece looks at code in the form in which it is parsed, and reports whether it
// could be.
func (t *table) piece(pass *analysis.Pass, p *facts.Program, src []byte, counts func(start, end int) bool, at func(int) int) bool {
	inner := &analysis.Pass{Analyzer: pass.Analyzer, File: pass.File.Piece(src, at)}
	tree := inner.File.Python()
	if tree == nil || len(tree.Errors) > 0 {
		return false
	}
	m := &module{table: t, pass: inner, Tree: tree, counts: counts, late: map[python.ID]bool{}}
	if runsOn3 := strings.HasPrefix(p.Interpreter, "python3"); runsOn3 {
		m.only3 = &runsOn3
	}
	if p.Fragment {
		m.look(fragmentDetectors)
	} else {
		m.look(pieceDetectors)
	}
	t.programs(inner, m, counts)
	for _, c := range inner.Candidates() {
		if t.speaksOf(p, &c) {
			c.Confidence = min(c.Confidence, finding.Medium)
			c.Unless, c.Results = nil, nil // nobody imports from a piece, nor knows its classes
			if p.Via == facts.ViaPatch && c.Severity == finding.Warning {
				c.Severity = finding.Info // the code that decides it is not at hand
			}
			pass.Add(c)
		}
	}
	return true
}

// speaksOf reports whether a rule has something to say of a piece: of what
// Python 3 runs only what a later Python 3 took away, of code that is installed
// elsewhere nothing that depends on the modules beside it.
func (t *table) speaksOf(p *facts.Program, c *analysis.Candidate) bool {
	if strings.HasPrefix(p.Interpreter, "python3") && !t.since[c.Rule] {
		return false
	}
	if c.Idle || p.Fragment && slices.Contains(ofWholeFiles, c.Rule) {
		return false
	}
	return !slices.ContainsFunc(c.When, func(w analysis.Condition) bool { return w.Kind != analysis.ModuleIsStdlib })
}
