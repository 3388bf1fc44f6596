package explain

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

// Lookup says what was tried for a need on a target, a line each, and which
// packages there are named alike.
type Lookup func(target string, d *finding.Dependency) (tried, alike []string)

// Dependencies returns the needs of a report that bear a name.
func Dependencies(r *reports.Report, name string) []*finding.Dependency {
	var list []*finding.Dependency
	for i := range r.Dependencies {
		if r.Dependencies[i].Name == name {
			list = append(list, &r.Dependencies[i])
		}
	}
	return list
}

// mostPlaces is how many places of a need are listed.
const mostPlaces = 40

// Dependency writes all that is known of a need: what each target has for it and
// what that rests on, what was tried, and who needs it.
func Dependency(w io.Writer, r *reports.Report, list []*finding.Dependency, look Lookup) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", terminal.Clean(list[0].Name))
	for i := range r.Targets {
		if t := &r.Targets[i]; !t.Origin {
			fmt.Fprintf(&b, "\n%s\n", t.ID)
			writeTarget(&b, list, t, look)
		}
	}
	packages := map[string]bool{}
	for _, d := range list {
		packages[d.Repo+"/"+d.Package] = true
	}
	fmt.Fprintf(&b, "\nNeeded in %s by %s\n", count(len(list), "place"), count(len(packages), "package"))
	for i, d := range list {
		if i == mostPlaces {
			fmt.Fprintf(&b, "    and %d more\n", len(list)-i)
			break
		}
		fmt.Fprintf(&b, "    %s/%s: %s, %s/%s:%d", terminal.Clean(d.Repo), terminal.Clean(d.Package), d.Need, terminal.Clean(d.Repo), terminal.Clean(d.Path), d.Line)
		if d.Constraint != "" {
			fmt.Fprintf(&b, ", %s", terminal.Clean(d.Constraint))
		}
		if d.Condition != "" {
			fmt.Fprintf(&b, ", if %s", terminal.Clean(d.Condition))
		}
		b.WriteByte('\n')
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// writeTarget says what a target has for a need. Needs of one name that are met by
// different things, as packages and as pins, are said one after the other.
func writeTarget(b *strings.Builder, list []*finding.Dependency, t *reports.Target, look Lookup) {
	groups := byVerdict(list, t.ID)
	if len(groups) == 0 {
		switch {
		case t.Index == nil:
			fmt.Fprintln(b, "    no index of it: bring one with 'stxscan index'")
		case !slices.ContainsFunc(list, func(d *finding.Dependency) bool { return d.Naming != finding.NamedByDebian }):
			fmt.Fprintln(b, "    not asked for there: named by debian/control")
		default:
			fmt.Fprintln(b, "    not asked for there")
		}
		return
	}
	for _, g := range groups {
		v := g[0].Verdicts[t.ID]
		fmt.Fprintf(b, "    %s (confidence %s)\n    %s\n", terminal.Clean(verdict(&v)), v.Confidence, terminal.Clean(v.Evidence))
		if len(groups) > 1 {
			fmt.Fprintf(b, "    for the needs: %s\n", kindsOf(g))
		}
		writeUnmet(b, g, t.ID)
		writeFloats(b, g, t)
		tried, alike := look(t.ID, g[0])
		for _, line := range tried {
			fmt.Fprintf(b, "    tried: %s\n", terminal.Clean(line))
		}
		if len(alike) > 0 && (v.Verdict == finding.Missing || v.Verdict == finding.PresenceUnknown) {
			fmt.Fprintf(b, "    alike: %s\n", terminal.Clean(strings.Join(alike, ", ")))
		}
	}
}

// byVerdict groups the needs that have a verdict on a target by it and by what it
// names, pins last.
func byVerdict(list []*finding.Dependency, target string) [][]*finding.Dependency {
	type key struct {
		verdict       finding.Presence
		name, version string
	}
	at := map[key]int{}
	var groups [][]*finding.Dependency
	for _, pins := range []bool{false, true} {
		for _, d := range list {
			v, ok := d.Verdicts[target]
			if !ok || (d.Need == finding.NeedPin) != pins {
				continue
			}
			k := key{v.Verdict, v.Name, v.Version}
			i, known := at[k]
			if !known {
				i = len(groups)
				at[k], groups = i, append(groups, nil)
			}
			groups[i] = append(groups[i], d)
		}
	}
	return groups
}

// verdict is a verdict with what there is.
func verdict(v *finding.DependencyVerdict) string {
	what := string(v.Verdict)
	if v.Name != "" {
		what += ": " + v.Name
	}
	if v.Version != "" {
		what += " " + v.Version
	}
	if v.Component != "" {
		what += ", in " + v.Component
	}
	if len(v.Bundles) > 0 {
		what += ", in " + bundles(v.Bundles)
	}
	return what
}

// kindsOf names the kinds of needs, each once.
func kindsOf(list []*finding.Dependency) string {
	var names []string
	for _, d := range list {
		if name := terminal.Clean(string(d.Need)); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// writeUnmet says which bounds of the need the target's version breaks, and where
// they are.
func writeUnmet(b *strings.Builder, list []*finding.Dependency, target string) {
	for _, d := range list[:min(len(list), mostPlaces)] {
		if v := d.Verdicts[target]; len(v.Unmet) > 0 {
			fmt.Fprintf(b, "    breaks %s of %s/%s:%d\n", terminal.Clean(strings.Join(v.Unmet, ", ")), terminal.Clean(d.Repo), terminal.Clean(d.Path), d.Line)
		}
	}
}

// writeFloats says of every pin whether it can float, once for each version.
func writeFloats(b *strings.Builder, list []*finding.Dependency, t *reports.Target) {
	written := map[string]bool{}
	for _, d := range list {
		f := d.Verdicts[t.ID].Float
		if f == nil {
			continue
		}
		line := "    pin (" + string(d.Pins) + "): " + f.String()
		if !written[line] {
			fmt.Fprintln(b, terminal.Clean(line))
		}
		written[line] = true
	}
	if len(written) > 0 && t.MovesAsOne {
		fmt.Fprintf(b, "    %s moves as a whole: no pin holds there\n", terminal.Clean(t.Name))
	}
}

// bundles names the bundles of Clear Linux that bring a package.
func bundles(list []string) string {
	if len(list) == 1 {
		return "the bundle " + list[0]
	}
	return "the bundles " + strings.Join(list, ", ")
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
