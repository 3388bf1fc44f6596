package platform

import (
	"bytes"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/facts"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/syntax/puppet"
	"opendev.org/starlingx/stxscan/syntax/shell"
	"opendev.org/starlingx/stxscan/workspace"
)

// templated is a place in a template that only Bash reads, if the template is a script.
type templated struct {
	analysis.Mark
	Code, Subject string
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
		k.Template = append(k.Template, templated{pass.File.Mark(c.Start, c.End), string(c.Kind), analysis.Snippet(c.Text)})
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
	run := named(r, func(k *kept) []string { return k.Commands })
	for i := range r.Kept {
		k := &r.Kept[i]
		data, _ := k.Data.(kept)
		if len(data.Template) == 0 || !run[templateName(k.Path)] {
			continue
		}
		for _, one := range data.Template {
			if rule := codes[one.Code]; rule != nil {
				r.Report(rule, k.Place(one.Mark), analysis.Detail{Subject: one.Subject}, nil)
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
