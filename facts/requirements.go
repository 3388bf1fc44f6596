package facts

import (
	"regexp"
	"strings"
)

// requirement is a line of a requirements file, PEP 508's simple forms.
var requirement = regexp.MustCompile(`^([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*(.*)$`)

// constraint is one of its version constraints.
var constraint = regexp.MustCompile(`^(===|==|!=|<=|>=|~=|<|>)\s*([^\s,;]+)`)

// readRequirements adds the distributions that a requirements file names.
func readRequirements(f *File, src []byte) {
	at := 0
	for line := range strings.Lines(string(src)) {
		start := at
		at += len(line)
		f.Needs = append(f.Needs, requirementNeeds(line, start, requirer{when: "run"})...)
	}
}

// requirementNeeds reads a line of requirements that begins at an offset of its
// file. A line with several constraints gives a need for each, so that none is
// lost.
func requirementNeeds(line string, start int, from requirer) []Need {
	text, _, _ := strings.Cut(strings.TrimRight(line, "\r\n"), " #")
	body := strings.TrimLeft(text, " \t\ufeff")
	start += len(text) - len(body)
	if body == "" || body[0] == '#' || body[0] == '-' || strings.Contains(body, "://") {
		return nil
	}
	m := requirement.FindStringSubmatch(body)
	if m == nil {
		return nil
	}
	versions, marker, _ := strings.Cut(m[2], ";")
	need := Need{
		Kind: NeedPython, Name: m[1], When: from.when, Condition: strings.TrimSpace(marker), Span: Span{start, start + len(m[1])},
	}
	switch {
	case from.condition != "" && need.Condition != "":
		need.Condition += "; " + from.condition
	case from.condition != "":
		need.Condition = from.condition
	}
	var list []Need
	for part := range strings.SplitSeq(strings.Trim(versions, "() "), ",") {
		if c := constraint.FindStringSubmatch(strings.TrimSpace(part)); c != nil {
			need.Op, need.Version = c[1], c[2]
			list = append(list, need)
		}
	}
	if list == nil {
		list = []Need{need}
	}
	return list
}
