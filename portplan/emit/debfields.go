package emit

import (
	"fmt"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
)

// depends writes the relations of a package to others.
func (d *debDraft) depends(s *stanza, rpm *finding.SpecRPM, all bool) {
	self := d.own[rpm.Name].name
	var pre, depends, recommends, suggests, conflicts, breaks, replaces, provides relations
	for i := range rpm.Relations {
		rel := &rpm.Relations[i]
		switch rel.Kind {
		case "Requires", "PreReq":
			if hasWord(rel.Qualifier, "pre") || hasWord(rel.Qualifier, "pretrans") {
				d.translate(&pre, rel, false, all)
			} else {
				d.translate(&depends, rel, false, all)
			}
		case "Recommends":
			d.translate(&recommends, rel, false, all)
		case "Suggests":
			d.translate(&suggests, rel, false, all)
		case "Conflicts":
			d.against(&conflicts, nil, rel, self)
		case "Obsoletes":
			if rel.Op == "" {
				d.against(&conflicts, &replaces, rel, self)
			} else {
				d.against(&breaks, &replaces, rel, self)
			}
		case "Provides":
			d.provide(&provides, rel, self)
		default:
			d.note("%s of %s is left out: %s (line %d of the spec).", rel.Kind, self, rel.Name, rel.Line)
		}
	}
	for i := range pre.entries {
		pre.entries[i].unsure = append(pre.entries[i].unsure, strings.Fields(pre.entries[i].text)[0]+": RPM runs it before unpacking; Debian's policy wants Pre-Depends discussed, and a postinst needs none")
	}
	if d.isPuppetModule(rpm) && !depends.has("puppet") {
		depends.entries = append(depends.entries, entry{text: "puppet", unsure: []string{"puppet: the spec does not name what modules of Puppet need"}})
	}
	substitutes := []string{"${misc:Depends}"}
	if d.isPython(rpm) {
		substitutes = append(substitutes, "${python3:Depends}")
	}
	if !all {
		substitutes = append(substitutes, "${shlibs:Depends}")
	}
	for _, text := range substitutes {
		depends.entries = append(depends.entries, entry{text: text})
	}
	for _, field := range []struct {
		name string
		list *relations
	}{
		{"Pre-Depends", &pre}, {"Depends", &depends}, {"Recommends", &recommends}, {"Suggests", &suggests}, {"Conflicts", &conflicts},
		{"Breaks", &breaks}, {"Replaces", &replaces}, {"Provides", &provides},
	} {
		field.list.drop(self)
		field.list.write(s, field.name, d.target)
	}
}

func hasWord(list, word string) bool {
	for w := range strings.FieldsFuncSeq(list, func(r rune) bool { return r == ',' || r == ' ' }) {
		if w == word {
			return true
		}
	}
	return false
}

// drop leaves a name out, whatever its version.
func (r *relations) drop(name string) {
	kept := r.entries[:0]
	for _, e := range r.entries {
		if first, _, _ := strings.Cut(e.text, " "); first != name {
			kept = append(kept, e)
		}
	}
	r.entries = kept
}

// has reports whether a name is among the entries.
func (r *relations) has(name string) bool {
	for _, e := range r.entries {
		if first, _, _ := strings.Cut(e.text, " "); first == name {
			return true
		}
	}
	return false
}

// isPuppetModule reports whether a package is a module of Puppet.
func (d *debDraft) isPuppetModule(rpm *finding.SpecRPM) bool {
	if !strings.HasPrefix(rpm.Name, "puppet-") {
		return false
	}
	for _, line := range rpm.Files {
		if strings.Contains(line, "/puppet/modules/") {
			return true
		}
	}
	return false
}

// isPython reports whether a package has Python modules or programs.
func (d *debDraft) isPython(rpm *finding.SpecRPM) bool {
	for _, line := range rpm.Files {
		if strings.Contains(line, "-packages/") || strings.Contains(line, "-packages") && d.system.python || strings.Contains(line, "python3_site") {
			return true
		}
	}
	return false
}

// here returns the name that a package of RPM's has on the target, among those of
// the workspace and of the target itself.
func (d *debDraft) here(rel *finding.SpecRelation) (string, finding.DependencyVerdict, bool) {
	if own, ok := d.names.of(rel.Name); ok {
		return own.name, finding.DependencyVerdict{}, true
	}
	v, _ := d.needs.target(rel.Name)
	if d.needs.look == nil {
		v = d.needs.of(d.p.Repo, d.c.Path, rel)
	}
	switch v.Verdict {
	case finding.Present, finding.Differs, finding.Renamed, finding.Python3Only, finding.TooOld, finding.LikelyPresent, finding.NotAllowed:
		return v.Name, v, isDebName.MatchString(v.Name)
	}
	return "", v, false
}

// against takes over a Conflicts or an Obsoletes: second, if set, is the field that
// says the same once more.
func (d *debDraft) against(to, second *relations, rel *finding.SpecRelation, self string) {
	name, v, ok := d.here(rel)
	switch {
	case !ok:
		to.leave(d.target+" has nothing of that name", rel.Name)
		return
	case name == self:
		return
	}
	e := entry{text: name}
	if rel.Op != "" {
		text, unsure := constraint(rel, v)
		e.text += text
		if unsure != "" {
			e.unsure = append(e.unsure, name+": "+unsure)
		}
	}
	if rel.Kind == "Obsoletes" {
		e.unsure = append(e.unsure, name+": the spec takes the place of "+rel.Name+"; here that is right only where its files move")
	}
	e = d.conditional(e, name, rel)
	to.entries = append(to.entries, e)
	if second != nil {
		second.entries = append(second.entries, entry{text: e.text})
	}
}

// provide takes over a Provides.
func (d *debDraft) provide(to *relations, rel *finding.SpecRelation, self string) {
	if strings.ContainsAny(rel.Name, "(%/") || isSoname.MatchString(rel.Name) {
		to.leave("Debian has no such names", oneLine(rel.Name))
		return
	}
	name, _ := nameOf(d.p, &finding.SpecRPM{Name: rel.Name}, d.needs)
	if name == self || d.isOwn(name) {
		return
	}
	e := entry{text: name}
	if rel.Op == "=" {
		if version, ok := debVersion(rel.Version); ok {
			e.text += " (= " + version + ")"
		}
	}
	if name != rel.Name {
		e.unsure = append(e.unsure, fmt.Sprintf("%s: in the spec it is %s", name, rel.Name))
	}
	to.entries = append(to.entries, d.conditional(e, name, rel))
}

// isOwn reports whether the source makes a package of the name.
func (d *debDraft) isOwn(name string) bool {
	_, ok := d.isAll[name]
	return ok
}
