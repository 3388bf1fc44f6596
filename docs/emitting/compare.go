package main

import (
	"bufio"
	"fmt"
	"maps"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/distro"
	"opendev.org/starlingx/stxscan/syntax/control"
)

// tally counts names in both, in the draft alone and in theirs alone.
type tally struct {
	both            int
	extra, missed   map[string]int
	extraAt, missAt map[string]string
}

func newTally() *tally {
	return &tally{extra: map[string]int{}, missed: map[string]int{}, extraAt: map[string]string{}, missAt: map[string]string{}}
}

func (t *tally) add(where string, draft, theirs map[string]bool) {
	for name := range draft {
		if theirs[name] {
			t.both++
		} else {
			t.extra[name]++
			t.extraAt[name] += " " + where
		}
	}
	for name := range theirs {
		if !draft[name] {
			t.missed[name]++
			t.missAt[name] += " " + where
		}
	}
}

func sum(m map[string]int) int {
	n := 0
	for _, count := range m {
		n += count
	}
	return n
}

func (t *tally) precision() float64 { return share(t.both, t.both+sum(t.extra)) }
func (t *tally) recall() float64    { return share(t.both, t.both+sum(t.missed)) }

func share(part, whole int) float64 {
	if whole == 0 {
		return 1
	}
	return float64(part) / float64(whole)
}

// result is the comparison of two workspaces.
type result struct {
	packages                        int
	sources, build, binaries, run   *tally
	architectures, sameArchitecture int
	otherArchitecture               []string
}

// substituted are what debhelper and dh-python add to a build or to a package, so
// that a name which stands there or not says nothing.
func isSubstituted(name string) bool { return strings.HasPrefix(name, "${") }

func compare(drafts, theirs map[string]controlFile) *result {
	r := &result{sources: newTally(), build: newTally(), binaries: newTally(), run: newTally()}
	for _, name := range slices.Sorted(maps.Keys(drafts)) {
		their, ok := theirs[name]
		if !ok {
			continue
		}
		r.packages++
		mine := drafts[name].stanzas
		set := func(s string) map[string]bool { return map[string]bool{s: true} }
		r.sources.add(name, set(mine[0]["Source"]), set(their.stanzas[0]["Source"]))
		r.build.add(name, buildNames(mine[0]), buildNames(their.stanzas[0]))
		a, b := binaries(mine), binaries(their.stanzas)
		r.binaries.add(name, keys(a), keys(b))
		for pkg, stanza := range a {
			other, ok := b[pkg]
			if !ok {
				continue
			}
			r.architectures++
			if stanza["Architecture"] == other["Architecture"] || stanza["Architecture"] == "any" && slices.Contains([]string{"amd64", "linux-any"}, other["Architecture"]) {
				r.sameArchitecture++
			} else {
				r.otherArchitecture = append(r.otherArchitecture, pkg+": "+stanza["Architecture"]+", theirs "+other["Architecture"])
			}
			r.run.add(pkg, runNames(stanza), runNames(other))
		}
	}
	return r
}

func keys(m map[string]control.Stanza) map[string]bool {
	set := map[string]bool{}
	for key := range m {
		set[key] = true
	}
	return set
}

func binaries(stanzas []control.Stanza) map[string]control.Stanza {
	found := map[string]control.Stanza{}
	for _, s := range stanzas {
		if name := s["Package"]; name != "" {
			found[name] = s
		}
	}
	return found
}

func buildNames(s control.Stanza) map[string]bool {
	return names(s["Build-Depends"], s["Build-Depends-Indep"], s["Build-Depends-Arch"])
}

func runNames(s control.Stanza) map[string]bool { return names(s["Depends"], s["Pre-Depends"]) }

// names are those of fields, of alternatives the first.
func names(fields ...string) map[string]bool {
	set := map[string]bool{}
	for _, field := range fields {
		for part := range strings.SplitSeq(field, ",") {
			part = strings.TrimSpace(part)
			if isSubstituted(part) || part == "" {
				continue
			}
			// The version may be a variable, which is no version.
			part, _, _ = strings.Cut(part, "${")
			part, _, _ = strings.Cut(part, "(")
			clauses, err := distro.ParseDepends(strings.TrimSpace(part), "amd64")
			if err != nil || len(clauses) == 0 {
				continue
			}
			set[clauses[0].Alternatives[0].Name] = true
		}
	}
	return set
}

func (r *result) write(out *bufio.Writer, verbose bool) {
	fmt.Fprintf(out, "%d packages have a spec in the one and a debian/control in the other.\n\n", r.packages)
	fmt.Fprintln(out, "| names | in both | in the draft alone | in theirs alone | precision | recall |")
	fmt.Fprintln(out, "|---|---:|---:|---:|---:|---:|")
	rows := []struct {
		name string
		t    *tally
	}{{"Source", r.sources}, {"Package", r.binaries}, {"Build-Depends", r.build}, {"Depends", r.run}}
	for _, row := range rows {
		t := row.t
		fmt.Fprintf(out, "| %s | %d | %d | %d | %.3f | %.3f |\n", row.name, t.both, sum(t.extra), sum(t.missed), t.precision(), t.recall())
	}
	fmt.Fprintf(out, "\nOf %d packages of the same name %d have the same Architecture.\n", r.architectures, r.sameArchitecture)
	if !verbose {
		return
	}
	fmt.Fprintf(out, "\nArchitecture:\n%s\n", strings.Join(r.otherArchitecture, "\n"))
	for _, row := range rows {
		writeNames(out, row.name+" in the draft alone", row.t.extra, row.t.extraAt)
		writeNames(out, row.name+" in theirs alone", row.t.missed, row.t.missAt)
	}
}

func writeNames(out *bufio.Writer, title string, list map[string]int, at map[string]string) {
	fmt.Fprintf(out, "\n%s:\n", title)
	for _, name := range ranked(list) {
		fmt.Fprintf(out, "%4d %s:%s\n", list[name], name, at[name])
	}
}

func sortedKeys(list map[string]int) []string { return slices.Sorted(maps.Keys(list)) }

// ranked are names, the most frequent first.
func ranked(list map[string]int) []string {
	return slices.SortedFunc(maps.Keys(list), func(a, b string) int {
		if list[a] != list[b] {
			return list[b] - list[a]
		}
		return strings.Compare(a, b)
	})
}
