package rpmdeps

import (
	"path"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/distro"
	"opendev.org/starlingx/stxscan/distro/indexes"
	"opendev.org/starlingx/stxscan/facts"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/workspace"
)

// floats resolves pins and says how each stands to what targets have.
type floats struct {
	indexes map[string]distro.Resolver
	// asked are the libraries that needs of the workspace name, by their key.
	asked map[string]string
	// origin are the libraries of the origin's packages, nil where nobody brought
	// its index.
	origin map[string][]string
	known  map[floatKey]finding.DependencyVerdict
}

type floatKey struct {
	target, version string
	kind            distro.Kind
	name            string
}

// newFloats gathers what tells of the libraries that were there before.
func newFloats(r *analysis.Reduction, list map[string]distro.Resolver) *floats {
	f := &floats{indexes: list, asked: map[string]string{}, known: map[floatKey]finding.DependencyVerdict{}}
	for i := range r.Kept {
		data, ok := r.Kept[i].Data.(fileNeeds)
		if !ok {
			continue
		}
		for _, n := range data.Needs {
			if n.Kind != facts.NeedRPM {
				continue
			}
			if stem, number, ok := distro.ParseSoname(n.Name); ok && number != "" {
				first(f.asked, distro.LibraryKey(stem), stem+".so"+number)
			}
		}
	}
	store := indexes.Store{Dir: r.IndexDir}
	for _, t := range r.Targets {
		if !t.Origin {
			continue
		}
		x, err := store.Load(t.ID, t.Build)
		if err != nil {
			r.Unknown(finding.Unknown{Kind: finding.UnknownInput, Message: err.Error(), Settle: "bring the index of " + t.ID + " anew, or remove it"})
		}
		if x != nil {
			f.origin = x.Sonames()
		}
	}
	return f
}

// verdict resolves a pin on a target.
func (f *floats) verdict(target string, n distro.Need, version string) finding.DependencyVerdict {
	key := floatKey{target, version, n.Kind, n.Name}
	if v, ok := f.known[key]; ok {
		return v
	}
	index := f.indexes[target]
	v := index.Resolve(n)
	float, doubted := distro.FloatOf(n, version, v)
	switch {
	case doubted:
		v = finding.DependencyVerdict{
			Verdict: finding.PresenceUnknown, Confidence: finding.Low, Evidence: v.Evidence + "; " + float.Note,
		}
	case n.Kind == distro.RPM:
		f.library(&float, n.Name, index.SonamesOf(v.Name))
	}
	v.Float = &float
	f.known[key] = v
	return v
}

// library holds the libraries of a target's package against those that were
// there. Where nobody says what was there, only the target's is told.
func (f *floats) library(float *finding.Float, pinned string, have []string) {
	was := map[string]string{}
	for _, name := range f.origin[pinned] {
		if stem, _, ok := distro.ParseSoname(name); ok {
			was[distro.LibraryKey(stem)] = name
		}
	}
	for _, name := range have {
		stem, _, ok := distro.ParseSoname(name)
		if !ok {
			continue
		}
		key := distro.LibraryKey(stem)
		before := was[key]
		if before == "" {
			before = f.asked[key]
		}
		if before == name {
			float.SonameFrom, float.SonameTo = name, name
			return
		}
		if before != "" {
			float.Class, float.SonameFrom, float.SonameTo = finding.FloatSoname, before, name
			return
		}
	}
	if len(have) == 1 {
		float.SonameTo = have[0]
	}
}

// pinList is a list of pins in the making of its report.
type pinList struct {
	at     analysis.Place
	count  int
	python bool
	tally  map[string]map[finding.FloatClass]int // by target
}

// pins resolves the RPM files of a mirror's list, and reports the list once.
func (r *resolution) pins(f *workspace.File, entries []workspace.ListEntry) {
	list := pinList{tally: map[string]map[finding.FloatClass]int{}}
	seen := map[string]bool{}
	for _, e := range entries {
		// What follows a # is where the file comes from.
		file, _, _ := strings.Cut(strings.TrimPrefix(e.Text, "!"), "#")
		name, version, ok := splitNVR(file)
		if !ok || seen[file] {
			continue
		}
		seen[file] = true
		n, kind := distro.Need{Kind: distro.RPM, Name: name}, finding.PinBinary
		if strings.HasSuffix(file, "src.rpm") {
			n.Kind, kind = distro.SRPM, finding.PinSource
		}
		r.pin(&list, placeOf(f, e), n, "= ", version, kind)
	}
	r.reportPins(&list)
}

// constraints resolves what a file of pip's constraints pins. Those of a target's
// own build pin what is installed there.
func (r *resolution) constraints(k *analysis.Kept, needs []need) {
	if strings.Contains("/"+k.Path, "/debian") || strings.Contains("/"+k.Path, "/ubuntu") {
		return
	}
	list := pinList{python: true, tally: map[string]map[finding.FloatClass]int{}}
	for _, n := range needs {
		if n.Kind != facts.NeedPython || len(n.Wants) != 1 || !isExact(n.Wants[0]) {
			continue
		}
		w := n.Wants[0]
		r.pin(&list, k.Place(n.Mark), distro.Need{Kind: distro.Python, Name: n.Name}, w.Op+" ", w.Version, finding.PinPython)
	}
	r.reportPins(&list)
}

// pin keeps what is pinned. A pin is one version that was there, no lowest one
// that would do, so the target's may be older.
func (r *resolution) pin(list *pinList, at analysis.Place, n distro.Need, op, version string, kind finding.PinKind) {
	if list.count++; list.count == 1 {
		list.at = at
	}
	d := finding.Dependency{
		Package: at.Package, Name: n.Name, Need: finding.NeedPin, Pins: kind, Constraint: op + version,
		Repo: at.Repo, Path: at.Path, Line: at.Line, Verdicts: map[string]finding.DependencyVerdict{},
	}
	for target := range r.indexes {
		v := r.floats.verdict(target, n, version)
		d.Verdicts[target] = v
		if list.tally[target] == nil {
			list.tally[target] = map[finding.FloatClass]int{}
		}
		list.tally[target][v.Float.Class]++
	}
	r.Dependencies = append(r.Dependencies, d)
}

// reportPins reports a list of pins, once.
func (r *resolution) reportPins(list *pinList) {
	rule := r.Rule(rulePins)
	if rule == nil || list.count == 0 {
		return
	}
	effects := make(map[string]finding.TargetEffect, len(r.Targets))
	for _, t := range r.Targets {
		e := finding.TargetEffect{Effect: finding.Works}
		if !t.Origin {
			e = rule.OnSubject(t, rules.AllPythons, rule.Severity, path.Base(list.at.Path), "")
			e.Note = list.on(t)
		}
		effects[t.ID] = e
	}
	use := plural(list.count, "RPM file")
	if list.python {
		use = plural(list.count, "Python distribution")
	}
	r.Report(rule, list.at, analysis.Detail{Subject: path.Base(list.at.Path), Use: use}, effects)
}

// on says in a sentence what becomes of a list's pins on a target.
func (l *pinList) on(t *rules.Target) string {
	counts := finding.FloatCounts(l.tally[t.ID])
	if counts == nil {
		return "no index of " + t.ID
	}
	if t.MovesAsOne {
		return t.Name + " moves as a whole, so no pin holds there; of these " + counts.String()
	}
	return counts.String()
}
