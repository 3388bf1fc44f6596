package platform

import (
	"bytes"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/facts"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/syntax/puppet"
	"opendev.org/starlingx/stxscan/syntax/shell"
	"opendev.org/starlingx/stxscan/workspace"
)

// templated is a place in a template that only Bash reads, if the template is a script.
type templated struct {
	Code, Subject         string
	Line, Column, EndLine int
	Text                  string
}

// maxTemplated bounds what is kept of one template, and of one manifest.
const maxTemplated = 100

// keepTemplate keeps what only Bash reads in a template that has no first line to say
// what runs it.
func (k *kept) keepTemplate(pass *analysis.Pass) {
	if pass.File.Language != workspace.ERB || bytes.Contains(pass.File.Src, []byte("#!")) {
		return
	}
	text := bytes.Clone(pass.File.Src)
	facts.HideTemplate(text)
	list, _ := shell.BashOnly(text)
	for _, c := range list[:min(len(list), maxTemplated)] {
		t := templated{Code: string(c.Kind), Subject: analysis.Snippet(c.Text)}
		t.Line, t.Column = pass.File.Position(c.Start)
		t.EndLine, _ = pass.File.Position(max(c.Start, c.End-1))
		t.Text = pass.File.Line(t.Line)
		k.Template = append(k.Template, t)
	}
}

// keepCommands keeps the templates that a manifest runs as commands. Puppet hands a
// command with more than words in it to /bin/sh.
func (k *kept) keepCommands(manifest *puppet.File) {
	for i := range manifest.Resources {
		r := &manifest.Resources[i]
		command, ok := r.Attr("command")
		if r.Type != "exec" || !ok {
			continue
		}
		for j := range manifest.Calls {
			c := &manifest.Calls[j]
			if c.Name != "template" || len(c.Args) == 0 || c.Start < command.Start || c.End > command.End || len(k.Commands) == maxTemplated {
				continue
			}
			if name := &c.Args[0]; name.Kind == puppet.String && name.Static {
				k.Commands = append(k.Commands, name.Text)
			}
		}
	}
}

// reduceTemplates reports what only Bash reads in the templates that manifests run.
func reduceTemplates(r *analysis.Reduction, codes map[string]*rules.Rule) {
	run := map[string]bool{}
	for i := range r.Kept {
		data, _ := r.Kept[i].Data.(kept)
		for _, name := range data.Commands {
			run[name] = true
		}
	}
	for i := range r.Kept {
		k := &r.Kept[i]
		data, _ := k.Data.(kept)
		if len(data.Template) == 0 || !run[templateName(k.Path)] {
			continue
		}
		for _, one := range data.Template {
			if rule := codes[one.Code]; rule != nil {
				r.Report(rule, analysis.Place{
					Location: finding.Location{Repo: k.Repo, Path: k.Path, Line: one.Line, Column: one.Column, EndLine: one.EndLine},
					Package:  k.Package, Role: k.Role, Text: one.Text,
				}, analysis.Detail{Subject: one.Subject}, nil)
			}
		}
	}
}

// templateName is what manifests call a template: its module, and its place in the
// module's folder of templates.
func templateName(file string) string {
	before, name, ok := strings.Cut(file, "/templates/")
	if !ok {
		return ""
	}
	return before[strings.LastIndexByte(before, '/')+1:] + "/" + name
}
