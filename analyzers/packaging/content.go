package packaging

import (
	"cmp"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/syntax/spec"
)

// The bounds of what is kept of one spec. Of StarlingX 5.0.0 the largest has 40
// packages, 200 needs and 400 lines in a section.
const (
	maxRPMs  = 500
	maxList  = 2000    // relations, files, lines of a section, each
	maxValue = 1000    // bytes of a tag, of a relation and of a line
	maxText  = 8000    // bytes of a description
	maxTotal = 1 << 18 // bytes of everything
)

// reader takes over what fits.
type reader struct {
	out    finding.SpecContent
	lineOf func(offset int) int
	at     map[string]int // RPMs by name
	total  int
}

// contentOf returns what a spec says. lineOf tells the line of an offset.
func contentOf(s *spec.File, path string, lineOf func(int) int) finding.SpecContent {
	r := &reader{lineOf: lineOf, at: map[string]int{}}
	r.out.Path = path
	r.out.Name, r.out.Version = r.value(s.Name), r.value(s.Version)
	for i := range s.Packages {
		r.addRPM(&s.Packages[i])
	}
	for i := range s.Tags {
		r.addTag(&s.Tags[i], s.Name)
	}
	r.out.Sources, r.out.Patches = r.sources(s.Sources), r.sources(s.Patches)
	for i := range s.Dependencies {
		r.addRelation(&s.Dependencies[i])
	}
	for i := range s.Sections {
		r.addSection(&s.Sections[i])
	}
	return r.out
}

// value is text of one line as it is kept.
func (r *reader) value(text string) string { return r.text(strings.TrimSpace(text), maxValue) }

// text is valid UTF-8 of at most a number of bytes.
func (r *reader) text(text string, most int) string {
	most = min(most, maxTotal-r.total)
	text = strings.ToValidUTF8(text, "\uFFFD")
	if len(text) > most {
		r.out.Cut = true
		text = strings.ToValidUTF8(text[:max(0, most)], "")
	}
	r.total += len(text)
	return text
}

// add appends to a list that has room.
func add[T any](r *reader, list []T, entry T) []T {
	if len(list) >= maxList || r.total >= maxTotal {
		r.out.Cut = true
		return list
	}
	return append(list, entry)
}

// unsettled returns the conditions that nobody can decide, and whether the place
// is there at all.
func unsettled(conditions []spec.Condition) (string, bool) {
	if taken, _ := spec.Taken(conditions); !taken {
		return "", false
	}
	var list []string
	for _, c := range conditions {
		if c.Known {
			continue
		}
		text := c.Text
		if c.Negated {
			text = "not: " + text
		}
		list = append(list, text)
	}
	return strings.Join(list, "; "), true
}

func (r *reader) addRPM(p *spec.Package) {
	condition, ok := unsettled(p.Conditions)
	if _, known := r.at[p.Name]; known || !ok || p.Name == "" {
		return
	}
	if len(r.out.RPMs) >= maxRPMs {
		r.out.Cut = true
		return
	}
	r.at[p.Name] = len(r.out.RPMs)
	r.out.RPMs = append(r.out.RPMs, finding.SpecRPM{Name: r.value(p.Name), Condition: r.value(condition)})
}

// rpm returns a package, nil if it is not made.
func (r *reader) rpm(name string) *finding.SpecRPM {
	if i, ok := r.at[name]; ok {
		return &r.out.RPMs[i]
	}
	return nil
}

func (r *reader) addTag(t *spec.Tag, main string) {
	if _, ok := unsettled(t.Conditions); !ok {
		return
	}
	first := func(to *string) {
		if *to == "" {
			*to = r.value(t.Expanded)
		}
	}
	if t.Package == main {
		switch t.Name {
		case "License":
			first(&r.out.License)
		case "URL":
			first(&r.out.URL)
		case "BuildArch", "BuildArchitectures":
			r.out.NoArch = strings.TrimSpace(t.Expanded) == "noarch"
		}
	}
	p := r.rpm(t.Package)
	if p == nil {
		return
	}
	switch t.Name {
	case "Summary":
		first(&p.Summary)
	case "Group":
		first(&p.Group)
	case "BuildArch", "BuildArchitectures":
		p.NoArch = strings.TrimSpace(t.Expanded) == "noarch"
	}
}

func (r *reader) sources(list []spec.Source) []string {
	var taken []spec.Source
	for _, s := range list {
		if _, ok := unsettled(s.Conditions); ok {
			taken = append(taken, s)
		}
	}
	slices.SortStableFunc(taken, func(a, b spec.Source) int { return cmp.Compare(a.Number, b.Number) })
	var names []string
	for _, s := range taken {
		names = add(r, names, r.value(s.Expanded))
	}
	return names
}

func (r *reader) addRelation(d *spec.Dependency) {
	condition, ok := unsettled(d.Conditions)
	if !ok {
		return
	}
	entry := finding.SpecRelation{
		Kind: d.Kind, Qualifier: r.value(d.Qualifier), Name: r.value(d.Name), Op: d.Op, Version: r.value(d.Version),
		Condition: r.value(condition), Line: r.lineOf(d.Start),
	}
	switch p := r.rpm(d.Package); {
	case d.Kind == "BuildRequires" || d.Kind == "BuildPreReq" || d.Kind == "BuildConflicts":
		r.out.Builds = add(r, r.out.Builds, entry)
	case p != nil:
		p.Relations = add(r, p.Relations, entry)
	}
}

// installed are the sections that are run when a package comes or goes.
var installed = map[string]bool{
	"pre": true, "post": true, "preun": true, "postun": true, "pretrans": true, "posttrans": true, "triggerin": true,
	"triggerun": true, "triggerpostun": true, "triggerprein": true, "verifyscript": true,
}

func (r *reader) addSection(s *spec.Section) {
	if _, ok := unsettled(s.Conditions); !ok {
		return
	}
	switch s.Name {
	case "prep":
		r.out.Prep = r.lines(r.out.Prep, s.Lines)
	case "build":
		r.out.Build = r.lines(r.out.Build, s.Lines)
	case "install":
		r.out.Install = r.lines(r.out.Install, s.Lines)
	case "check":
		r.out.Check = r.lines(r.out.Check, s.Lines)
	}
	p := r.rpm(s.Package)
	switch {
	case p == nil:
	case s.Name == "description" && p.Description == "":
		var text []string
		for _, l := range s.Lines {
			// RPM would show a comment in it; nobody means that.
			if _, ok := unsettled(l.Conditions); ok && !strings.HasPrefix(l.Text, "#") {
				text = append(text, strings.TrimRight(l.Text, " \t\r"))
			}
		}
		// RPM sets the macro by the tag.
		all := strings.ReplaceAll(strings.Join(text, "\n"), "%{summary}", p.Summary)
		p.Description = r.text(strings.Trim(all, "\n"), maxText)
	case s.Name == "files":
		p.HasFiles = true
		p.Files = r.lines(p.Files, s.Lines)
		if list := fileList(s.Args); list != "" {
			p.Files = add(r, p.Files, "-f "+r.value(list))
		}
	case installed[s.Name]:
		p.Scripts = add(r, p.Scripts, finding.SpecScript{When: s.Name, Line: r.lineOf(s.Start)})
	}
}

// lines appends those of a section that say something.
func (r *reader) lines(list []string, lines []spec.Line) []string {
	for _, l := range lines {
		if _, ok := unsettled(l.Conditions); !ok {
			continue
		}
		for text := range strings.SplitSeq(l.Text, "\n") {
			text = strings.TrimRight(text, " \t\r")
			if trimmed := strings.TrimSpace(text); trimmed == "" || trimmed[0] == '#' {
				continue
			}
			list = add(r, list, r.text(text, maxValue))
		}
	}
	return list
}

// fileList is the file that %files -f names, "" for none.
func fileList(args string) string {
	words := strings.Fields(args)
	for i, word := range words {
		if name, ok := strings.CutPrefix(word, "-f"); ok {
			if name == "" && i+1 < len(words) {
				name = words[i+1]
			}
			return name
		}
	}
	return ""
}
