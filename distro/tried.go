package distro

import (
	"strings"

	"opendev.org/starlingx/stxscan/finding"
)

// Trial is one rule that was tried for a need.
type Trial struct {
	// What says what the rule looks for.
	What string
	// Verdict is what it found; its Verdict is empty if it says nothing.
	Verdict finding.DependencyVerdict
}

// ruleTexts say what each of rpmRules looks for, in their order.
var ruleTexts = []string{
	"a distribution of Python of that name", "a module of puppet of that name", "a package of that name",
	"a package that provides the name", "a -dev package with such headers, .pc or library", "a module of Perl of that name",
	"a gem of that name", "the part of OpenStack under its own name", "the library itself, under its newest number",
	"the libraries of what comes before -libs", "the name in small letters", "the documents under -doc",
	"code of Go under -dev", "a program of that name", "the packages of a source of that name",
}

// maxNear bounds the names that are alike.
const maxNear = 8

// Tried lists what is tried for a need, up to the first that says something, and
// packages whose names are like it.
func (e *Embedded) Tried(r Resolver, n Need) (trials []Trial, near []string) {
	d, ok := r.(*debian)
	if u, inferred := r.(*inferred); inferred {
		d, ok = u.bases[len(u.bases)-1], true
	}
	if !ok {
		return []Trial{{"the rules of " + r.about().Target, r.Resolve(n)}}, nil
	}
	if n.Kind == Debian {
		return []Trial{{"the relation as it is written", r.Resolve(n)}}, d.alike(n.Name)
	}
	if IsRich(n.Name) && n.Kind == RPM {
		return []Trial{{"each of the names in it", r.Resolve(n)}}, nil
	}
	name, bad := plainName(n.Name)
	if bad != "" {
		return []Trial{{"nothing: it is " + bad, finding.DependencyVerdict{}}}, nil
	}
	near = d.alike(name)
	table, _ := d.names.verdict(d.Target, name, n.Kind)
	trials = append(trials, Trial{"a row of the table of names", table})
	if table.Verdict != "" {
		return trials, near
	}
	if v, ok := d.capability(name); ok || n.Kind != RPM {
		if n.Kind != RPM {
			v = d.Resolve(n)
		}
		return append(trials, Trial{"what the kind of the name tells", v}), near
	}
	for i, rule := range rpmRules {
		v, ok := rule(d, name)
		if !ok {
			v = finding.DependencyVerdict{}
		}
		if trials = append(trials, Trial{ruleTexts[i], v}); ok {
			break
		}
	}
	return trials, near
}

// alike lists packages that have the longest word of a name in their own.
func (d *debian) alike(name string) []string {
	longest := ""
	for word := range strings.FieldsFuncSeq(name, func(r rune) bool { return strings.ContainsRune("-_.()/:+", r) }) {
		if len(word) > len(longest) && word != "python" && word != "devel" {
			longest = word
		}
	}
	letters := lettersOf(longest)
	if len(letters) < 3 || len(letters) > maxLetters {
		return nil
	}
	var list []string
	text, line, from := d.letters(), 0, 0
	for len(list) < maxNear {
		i := strings.Index(text[from:], letters)
		if i < 0 {
			break
		}
		line += strings.Count(text[from:from+i], "\n")
		pkg, _, _ := cut(d.binary.line(line))
		list = append(list, pkg)
		end := strings.IndexByte(text[from+i:], '\n')
		if end < 0 {
			break
		}
		from += i + end + 1
		line++
	}
	return list
}
