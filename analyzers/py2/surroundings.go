package py2

import (
	"bytes"
	"path"
	"regexp"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/facts"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/workspace"
)

// The detectors of what stands around Python code: how it is run, installed
// and packaged.
const (
	commandCode   = "python-command"
	placeCode     = "python2-place"
	metadataCode  = "python2-metadata"
	extensionCode = "c-extension"
	supportCode   = "compatibility-support"
	bytecodeCode  = "bytecode-place"
)

// surroundings looks at what a file says of Python beside its code. What a
// patch changes of it is not looked at: its lines have no context to tell.
func (t *table) surroundings(pass *analysis.Pass) {
	f := pass.File
	if f.Language == workspace.Patch || f.Depth() > 0 {
		return
	}
	if f.Language == workspace.C || f.Language == workspace.CPP {
		t.extension(pass)
	}
	if !mentions(f.Src, "python", "py2", ".pyo", ".pyc", "2to3", "ompile") {
		return
	}
	t.metadata(pass)
	t.places(pass)
	if f.HasFacts() && (f.Language != workspace.Python || namesInterpreter.Match(f.Src)) {
		t.commands(pass)
	}
}

func mentions(src []byte, words ...string) bool {
	for _, w := range words {
		if bytes.Contains(src, []byte(w)) {
			return true
		}
	}
	return false
}

// namesInterpreter is what a Python file holds that runs a Python by its name.
var namesInterpreter = regexp.MustCompile(`["'\s/]python2?(?:\.\d)?["'\s]`)

// commands reports programs that are run and are Python 2, or whatever python
// is.
func (t *table) commands(pass *analysis.Pass) {
	rule := t.codes[commandCode]
	if rule == nil {
		return
	}
	f := pass.File.Facts()
	own := ownPython(pass.File, f)
	seen := map[facts.Span]bool{}
	for i := range f.Commands {
		c := &f.Commands[i]
		name, ok := facts.InterpreterOf(c.Path)
		if !ok || strings.HasPrefix(name, "python3") || (own || c.Via == facts.ViaTox) && name == "python" {
			continue
		}
		t.compiled(pass, c)
		at, text := placeOf(pass.File, c)
		if !plainName.MatchString(text) || seen[at] {
			continue
		}
		seen[at] = true
		pass.Report(rule, analysis.Span(at), commandDetail(pass.File, c, name))
	}
}

// plainName is a Python that is named outright, by no variable or macro.
var plainName = regexp.MustCompile(`^(?:/[\w/.-]*/)?python(?:2(?:\.\d)?)?$`)

// placeOf returns where a command's program is named: where it stands, or in
// the value of the variable that holds it.
func placeOf(f *analysis.File, c *facts.Command) (at facts.Span, text string) {
	at = c.Span
	if n := len(c.Steps); n > 0 {
		if last := c.Steps[n-1].Span; last.End <= len(f.Src) && bytes.Contains(f.Src[last.Start:last.End], []byte("python")) {
			at = last
		}
	}
	if at.End > len(f.Src) || at.Start > at.End {
		return at, ""
	}
	return at, strings.Trim(string(f.Src[at.Start:at.End]), `"'`)
}

// commandDetail says how sure it is that a Python is missing. A package may
// bring /usr/bin/python; nothing brings python2 back. A spec is the packaging
// of one system, and is written anew for others.
func commandDetail(f *analysis.File, c *facts.Command, name string) analysis.Detail {
	d := analysis.Detail{Subject: name, Use: "python3"}
	if name == "python" {
		warning, medium := finding.Warning, finding.Medium
		d.Severity, d.Confidence = &warning, &medium
		d.Message = "python is run: Debian 12 and Ubuntu 24.04 have it only with python-is-python3, as Python 3; run python3"
	}
	if f.Language == workspace.Spec {
		info := finding.Info
		d.Severity = &info
	}
	for _, g := range c.Guards {
		if asksForPython.MatchString(g.Text) {
			d.Guard = analysis.Snippet(g.Text)
		}
	}
	return d
}

// asksForPython is a condition that asks whether there is a Python.
var asksForPython = regexp.MustCompile(`(?:\b(?:command|which|type|hash|test|exists)\b|\[).*python`)

// ownPython reports whether python is seen to where the commands run: by a
// virtual environment, by an image of Python's own, or by what is installed or
// linked first.
func ownPython(f *analysis.File, list *facts.File) bool {
	if f.Language == workspace.Dockerfile && pythonImage.Match(f.Src) {
		return true
	}
	for i := range list.Commands {
		c := &list.Commands[i]
		switch {
		case (c.Program == "source" || c.Program == ".") && len(c.Args) > 0 && path.Base(c.Args[0]) == "activate":
			return true
		case c.Program == "conda", providers[c.Program] && slices.ContainsFunc(c.Args, providesPython.MatchString):
			return true
		}
	}
	return false
}

// providers are the programs that may bring a python, and providesPython is what
// they are told to.
var (
	providers = map[string]bool{
		"apt-get": true, "apt": true, "yum": true, "dnf": true, "apk": true, "ln": true, "update-alternatives": true,
	}
	providesPython = regexp.MustCompile(`^(?:python|python-minimal|python-is-python[23]|/\S*/bin/python)$`)
)

// pythonImage is a base image that has python for its Python.
var pythonImage = regexp.MustCompile(`(?mi)^FROM\s+(?:\S+/)?python:`)
