package distro

import (
	"fmt"
	"slices"
	"strings"
)

// Clause is alternatives of which one has to be there: "a (>= 1) | b".
type Clause struct {
	Text         string
	Alternatives []Relation
}

// Relation is one name in a dependency of Debian, with the version that is asked
// for: Op is <<, <=, =, >= or >>, "" for any version.
type Relation struct {
	Name, Op, Version string
	// Arch is what is asked for behind the name: any for a package that says it
	// serves others of every architecture (Multi-Arch: allowed), or another
	// architecture; "" for the one that is built for, which :native names too.
	Arch string
}

// maxRelations bounds an expression.
const maxRelations = 10_000

// ParseDepends reads what Depends and Build-Depends fields hold, for an
// architecture such as amd64. Relations of other architectures are left out, and
// those that a build profile asks for; those for builds without one, <!nocheck>,
// stay.
func ParseDepends(text, arch string) ([]Clause, error) {
	var list []Clause
	for part := range strings.SplitSeq(text, ",") {
		part = strings.Join(strings.Fields(part), " ")
		if part == "" {
			continue
		}
		if len(list) >= maxRelations {
			return nil, fmt.Errorf("over %d relations", maxRelations)
		}
		c := Clause{Text: part}
		for alternative := range strings.SplitSeq(part, "|") {
			r, applies, err := parseRelation(strings.TrimSpace(alternative), arch)
			if err != nil {
				return nil, err
			}
			if applies {
				c.Alternatives = append(c.Alternatives, r)
			}
		}
		if len(c.Alternatives) > 0 {
			list = append(list, c)
		}
	}
	return list, nil
}

// parseRelation reads NAME[:ARCH] [(OP VERSION)] [[ARCH ...]] [<PROFILE ...> ...].
func parseRelation(text, arch string) (r Relation, applies bool, err error) {
	bad := func(why string) (Relation, bool, error) {
		return Relation{}, false, fmt.Errorf("%q is no relation: %s", text, why)
	}
	end := strings.IndexAny(text, " ([<")
	if end < 0 {
		end = len(text)
	}
	name, rest := text[:end], strings.TrimSpace(text[end:])
	name, r.Arch, _ = strings.Cut(name, ":")
	if !isName(name) || r.Arch != "" && !isName(r.Arch) {
		return bad("no name of a package")
	}
	if r.Arch == "native" || r.Arch == arch {
		r.Arch = ""
	}
	r.Name, applies = name, true
	profiles, forProfile := false, false
	for rest != "" {
		shut := map[byte]string{'(': ")", '[': "]", '<': ">"}[rest[0]]
		if shut == "" {
			return bad("what is " + rest + "?")
		}
		inner, after, found := strings.Cut(rest[1:], shut)
		if !found {
			return bad(shut + " is missing")
		}
		switch rest[0] {
		case '(':
			if r.Op, r.Version, err = operator(inner); err != nil {
				return bad(err.Error())
			}
		case '[':
			applies = applies && forArch(inner, arch)
		case '<':
			profiles = true
			forProfile = forProfile || withoutProfiles(inner)
		}
		rest = strings.TrimSpace(after)
	}
	return r, applies && (!profiles || forProfile), nil
}

// operator reads ">= 1.0"; < and > are the older forms of <= and >=.
func operator(text string) (op, version string, err error) {
	text = strings.TrimSpace(text)
	i := 0
	for i < len(text) && strings.IndexByte("<=>", text[i]) >= 0 {
		i++
	}
	op, version = text[:i], strings.TrimSpace(text[i:])
	switch op {
	case "<":
		op = "<="
	case ">":
		op = ">="
	case "<<", "<=", "=", ">=", ">>":
	default:
		return "", "", fmt.Errorf("%q is no comparison", op)
	}
	if version == "" || strings.ContainsAny(version, " \t") {
		return "", "", fmt.Errorf("%q is no version", version)
	}
	return op, version, nil
}

// withoutProfiles evaluates one <...> for a build that has no profile. As apt
// has it, none that names nothing holds.
func withoutProfiles(list string) bool {
	words := strings.Fields(list)
	return len(words) > 0 && !slices.ContainsFunc(words, func(word string) bool { return !strings.HasPrefix(word, "!") })
}

// Meets reports whether the index has what a relation asks for: a package of the
// name in a version that fits, or one that provides it. A version is asked of
// what is provided as well; what is provided without one fits no version.
func (x *Index) Meets(r Relation) bool {
	name := r.Name
	switch {
	case r.Arch == anyArch && x.knowsAny():
		name += ":" + anyArch // which readers note as provided
	case r.Arch != "" && r.Arch != anyArch:
		return false // an index is of one architecture
	}
	if p, ok := x.Package(name); ok && (r.Op == "" || fitsVersion(x.Family, p.Version, r.Op, r.Version)) {
		return true
	}
	return slices.ContainsFunc(x.Providers(name), func(p Provider) bool {
		return r.Op == "" || p.Version != "" && fitsVersion(x.Family, p.Version, r.Op, r.Version)
	})
}

// anyArch is the qualifier of names that any architecture may serve.
const anyArch = "any"

// AddAny notes that a name, of a package or of what it provides, may be asked
// for as NAME:any: its package is marked Multi-Arch: allowed.
func (b *Builder) AddAny(name, pkg, version string) { b.AddProvides(name+":"+anyArch, pkg, version) }

// knowsAny reports whether the index says which packages serve any
// architecture. One made of names alone does not: there NAME:any is met where
// NAME is.
func (x *Index) knowsAny() bool {
	for i := range x.provides.len() {
		if capability, _, _ := cut(x.provides.line(i)); strings.HasSuffix(capability, ":"+anyArch) {
			return true
		}
	}
	return false
}

func fitsVersion(family, version, op, want string) bool {
	order := CompareIn(family, version, want)
	switch op {
	case "<<":
		return order < 0
	case "<=":
		return order <= 0
	case "=":
		return order == 0
	case ">=":
		return order >= 0
	}
	return order > 0
}

// Unmet returns all clauses that the index does not meet, and not only the first.
func (x *Index) Unmet(list []Clause) []Clause {
	var unmet []Clause
	for _, c := range list {
		if !slices.ContainsFunc(c.Alternatives, x.Meets) {
			unmet = append(unmet, c)
		}
	}
	return unmet
}

// Why says in a few words why a clause is not met: what there is of each of its
// alternatives.
func (x *Index) Why(c Clause) string {
	var parts []string
	for _, r := range c.Alternatives {
		p, ok := x.Package(r.Name)
		switch providers := x.Providers(r.Name); {
		case r.Arch != "" && r.Arch != anyArch:
			parts = append(parts, r.Name+" is asked for on "+r.Arch+", and the index is of one architecture")
		case r.Arch == anyArch && ok && (r.Op == "" || fitsVersion(x.Family, p.Version, r.Op, r.Version)):
			parts = append(parts, r.Name+" is there in "+p.Version+", and not marked Multi-Arch: allowed")
		case ok:
			parts = append(parts, r.Name+" is there in "+p.Version)
		case len(providers) > 0:
			parts = append(parts, fmt.Sprintf("%s is provided by %s, in no version that fits", r.Name, providers[0].Package))
		default:
			parts = append(parts, "there is no "+r.Name)
		}
	}
	return strings.Join(parts, ", ")
}
