package spec

import (
	"strconv"
	"strings"
)

// tagNames are the tags of RPM in the way they are usually written.
var tagNames = func() map[string]string {
	names := map[string]string{}
	for _, name := range append(strings.Fields(`Name Version Release Epoch Summary Group License URL Packager Vendor Distribution DistTag
		BuildArch BuildArchitectures BuildRoot BuildHost ExclusiveArch ExclusiveOS ExcludeArch ExcludeOS Prefix Prefixes Icon Copyright
		AutoReq AutoProv AutoReqProv DocDir DistURL BugURL VCS NoSource NoPatch ModularityLabel TranslationURL UpstreamReleases
		RemovePathPostfixes SourceLicense`), dependencyTags...) {
		names[strings.ToLower(name)] = name
	}
	return names
}()

// dependencyTags are the tags whose values are dependencies.
var dependencyTags = strings.Fields(`Requires BuildRequires Provides Obsoletes Conflicts Recommends Suggests Supplements Enhances
	BuildConflicts PreReq BuildPreReq OrderWithRequires`)

// dependencyKind is for the kinds among the canonical names.
var dependencyKind = func() map[string]bool {
	kinds := map[string]bool{}
	for _, name := range dependencyTags {
		kinds[name] = true
	}
	return kinds
}()

// tagLine takes a statement of the preamble: a tag, or macros that expand to
// tags or to nothing.
func (p *parser) tagLine(s statement) {
	if tag, ok := cutTag(s.text); ok {
		tag.Start, tag.End, tag.ValueStart = s.start, s.end, tag.ValueStart+s.start
		p.tag(tag)
		return
	}
	expanded := p.expand(s)
	for line := range strings.SplitSeq(expanded, "\n") {
		trimmed := strings.TrimSpace(line)
		tag, ok := cutTag(line)
		switch {
		case p.condition(statement{s.start, s.end, trimmed}, directive(trimmed)):
		case ok:
			tag.Start, tag.End, tag.ValueStart, tag.FromMacro = s.start, s.end, s.start, true
			p.tag(tag)
		case trimmed == "" || trimmed[0] == '#':
		case trimmed[0] == '%':
			p.fail(s.start, "the macro of %q is not known, nor what it adds", clip(trimmed))
			if open := new(brackets); open.scan([]byte(line)) > 0 {
				return // the next lines are its text
			}
		default:
			p.fail(s.start, "%q is no tag", clip(trimmed))
		}
	}
}

// cutTag parts "Name(qualifier): value"; offsets are into line.
func cutTag(line string) (Tag, bool) {
	var t Tag
	at := len(line) - len(strings.TrimLeft(line, " \t"))
	end := at
	for end < len(line) && isNameByte(line[end]) {
		end++
	}
	t.Name = line[at:end]
	if end < len(line) && line[end] == '(' && t.Name != "" {
		i := strings.IndexByte(line[end:], ')')
		if i < 0 {
			return t, false
		}
		t.Qualifier = strings.TrimSpace(line[end+1 : end+i])
		end += i + 1
	}
	for end < len(line) && (line[end] == ' ' || line[end] == '\t') {
		end++
	}
	if t.Name == "" || end >= len(line) || line[end] != ':' {
		return t, false
	}
	end++
	for end < len(line) && (line[end] == ' ' || line[end] == '\t') {
		end++
	}
	t.ValueStart = end
	t.Value = strings.TrimRight(line[end:], " \t\r\n")
	return t, true
}

// tag completes a tag and takes what it says.
func (p *parser) tag(t Tag) {
	if !p.room(len(p.file.Tags), t.Start) {
		return
	}
	name, number, known := canonical(t.Name)
	if !known {
		p.fail(t.Start, "%q is no tag that RPM knows", clip(t.Name))
	}
	t.Name, t.Package, t.Conditions = name+number, p.pkg, p.current()
	t.Expanded = p.expand(statement{t.Start, t.End, unfold(t.Value)})
	p.file.Tags = append(p.file.Tags, t)
	taken, _ := Taken(t.Conditions)
	switch {
	case name == "Source" || name == "Patch":
		p.source(t.Name, t)
	case dependencyKind[name]:
		p.dependencies(t)
	case !taken:
	case name == "Name" && p.file.Name == "":
		p.file.Name = t.Expanded
	case name == "Version" && p.section == nil && p.file.Version == "":
		p.file.Version = t.Expanded
	case name == "Release" && p.section == nil && p.file.Release == "":
		p.file.Release = t.Expanded
	}
	switch name {
	case "Name", "Version", "Release", "Epoch":
		// RPM overwrites %{version} also with that of a subpackage.
		if taken {
			p.macros.set(strings.ToLower(name), macro{body: t.Expanded})
		}
	}
}

// canonical returns the usual spelling of a tag, the number after it, and
// whether RPM knows it.
func canonical(written string) (name, number string, known bool) {
	lower := strings.ToLower(written)
	for _, numbered := range []string{"Source", "Patch"} {
		if rest, ok := strings.CutPrefix(lower, strings.ToLower(numbered)); ok && strings.Trim(rest, "0123456789") == "" {
			return numbered, rest, true
		}
	}
	if name, ok := tagNames[lower]; ok {
		return name, "", true
	}
	return written, "", false
}

// numbering gives the numbers of sources and patches that have none.
type numbering struct{ last int }

func (n *numbering) next(written string) int {
	n.last++
	if number, err := strconv.Atoi(written); err == nil {
		n.last = number
	}
	return n.last
}

// source takes a Source or Patch tag. In a branch that is not taken it uses up
// no number and defines no macro.
func (p *parser) source(name string, t Tag) {
	written, isPatch := strings.CutPrefix(name, "Patch")
	numbers, list, macroName := &p.patches, &p.file.Patches, "PATCH"
	if !isPatch {
		written = strings.TrimPrefix(name, "Source")
		numbers, list, macroName = &p.sources, &p.file.Sources, "SOURCE"
	}
	taken, _ := Taken(t.Conditions)
	if !taken {
		unused := *numbers
		numbers = &unused
	}
	s := Source{Number: numbers.next(written), Value: t.Value, Expanded: t.Expanded, Conditions: t.Conditions, Start: t.Start, End: t.End}
	*list = append(*list, s)
	if taken {
		file := s.Expanded[strings.LastIndexByte(s.Expanded, '/')+1:]
		p.macros.set(macroName+strconv.Itoa(s.Number), macro{body: "%{_sourcedir}/" + file})
	}
}
