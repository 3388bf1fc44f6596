package platform

import (
	"fmt"
	"path"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/facts"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/syntax/shell"
	"opendev.org/starlingx/stxscan/workspace"
)

// codeSourced is the code about scripts for /bin/sh that take in files written for
// Bash.
const codeSourced = "sourced-bash"

// kept is what Map keeps of a file for Reduce.
type kept struct {
	// Tests counts the tests in it.
	Tests int
	// Sources are the files that a script for /bin/sh takes in.
	Sources []sourced
	// Bash is what dash does not read in a script that is for Bash, or that says not
	// what it is for: the first that keeps dash from reading it, else the first.
	Bash *bashOnly
	// Template is what only Bash reads in a template, Commands the templates that a
	// manifest runs.
	Template []templated
	Commands []string
	// Made are the scripts for /bin/sh that a patch makes, Patched what only Bash reads in
	// scripts that it changes.
	Made    []string
	Patched []patched
	// SysV are the init scripts that a spec installs without a unit, LSB those that SM
	// runs itself.
	SysV []initScript
	LSB  []string
	// Compiled is what a file of C or C++ says, Compiling how a makefile compiles.
	Compiled  *compiled
	Compiling *compiling
}

// isEmpty reports whether there is nothing to keep.
func (k *kept) isEmpty() bool {
	return k.Tests == 0 && len(k.Made)+len(k.Patched)+len(k.Sources)+len(k.Template)+len(k.Commands)+len(k.SysV)+len(k.LSB) == 0 && k.Bash == nil && k.Compiled == nil && k.Compiling == nil
}

// named are the names that of picks from what was kept of all files.
func named(r *analysis.Reduction, of func(*kept) []string) map[string]bool {
	names := map[string]bool{}
	for i := range r.Kept {
		data, _ := r.Kept[i].Data.(kept)
		for _, name := range of(&data) {
			names[name] = true
		}
	}
	return names
}

// sourced is a place where a file is taken in.
type sourced struct {
	analysis.Mark
	Name string
}

// bashOnly is a place that only Bash reads.
type bashOnly struct {
	Text    string
	Line    int
	Refused bool
}

// maxSources bounds what is kept of one script.
const maxSources = 50

// keepSources keeps what a script takes in, and whether others can take it in.
func (k *kept) keepSources(pass *analysis.Pass, f *facts.File) {
	if pass.File.Language != workspace.Shell || len(f.Scripts) == 0 || f.Scripts[0].Via != facts.ViaShell {
		return
	}
	if f.Scripts[0].Shell != "sh" {
		list, _ := shell.BashOnly(f.Scripts[0].Src)
		for _, c := range list {
			if k.Bash == nil || c.Refused && !k.Bash.Refused {
				line, _ := pass.File.Position(f.Scripts[0].At(c.Start))
				k.Bash = &bashOnly{analysis.Snippet(c.Text), line, c.Refused}
			}
		}
		return
	}
	for _, n := range f.Needs {
		base := path.Base(n.Name)
		if n.Kind != facts.NeedFile || strings.ContainsAny(base, "$`*?") || base == "functions" || len(k.Sources) == maxSources {
			continue
		}
		k.Sources = append(k.Sources, sourced{pass.File.Mark(n.Span.Start, n.Span.End), n.Name})
	}
}

// reduceSources reports the files that scripts for /bin/sh take in, where each file
// of the name in the workspace is one that dash does not run.
func reduceSources(r *analysis.Reduction) {
	rule := r.Rule("SH-021")
	if rule == nil {
		return
	}
	type file struct {
		at   string
		bash *bashOnly
	}
	files := map[string][]file{}
	for i := range r.Kept {
		k := &r.Kept[i]
		if data, ok := k.Data.(kept); ok && data.Bash != nil && k.Role.Blocks() {
			base := path.Base(k.Path)
			files[base] = append(files[base], file{fmt.Sprintf("%s:%s:%d", k.Repo, k.Path, data.Bash.Line), data.Bash})
		}
	}
	// A name that a file has which any shell runs says nothing.
	plain := map[string]int{}
	for _, repo := range r.Workspace.Repos {
		for _, f := range repo.Files {
			if base := path.Base(f.Path); files[base] != nil && f.Role.Blocks() {
				plain[base]++
			}
		}
	}
	for i := range r.Kept {
		k := &r.Kept[i]
		data, _ := k.Data.(kept)
		for _, s := range data.Sources {
			base := path.Base(s.Name)
			found := files[base]
			if len(found) == 0 || plain[base] != len(found) {
				continue
			}
			severity := finding.Warning
			if found[0].bash.Refused {
				severity = finding.Error
			}
			r.Report(rule, k.Place(s.Mark), analysis.Detail{
				Subject: s.Name, Use: found[0].bash.Text + " in " + found[0].at, Severity: &severity,
			}, nil)
		}
	}
}
