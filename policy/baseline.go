package policy

import (
	"cmp"
	"slices"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// BaselineSchema names the form of the baseline file. Within a major version
// fields are only added.
const BaselineSchema = "stxscan-baseline/1.0"

// Baseline is what is known and may stay for now: a file that lies in the
// repository and is reviewed like code. It holds no lines and no times, so
// that it changes only when what is known does.
type Baseline struct {
	Schema string `json:"schema"`
	// Tool is the version that wrote it, Rules the digest of what it applied.
	Tool  string `json:"tool"`
	Rules string `json:"rules"`
	// Targets are the ids of those that the findings were judged on, Pythons the
	// versions that replaced theirs.
	Targets []string        `json:"targets"`
	Pythons []string        `json:"pythons,omitempty"`
	Inputs  []BaselineInput `json:"inputs"`
	Files   []BaselineFile  `json:"files"`
	// Unknowns are what could not be told when it was written.
	Unknowns []BaselineUnknown `json:"unknowns"`
}

// BaselineInput is one repo.
type BaselineInput struct {
	Repo   string `json:"repo"`
	Commit string `json:"commit"`
	Dirty  bool   `json:"dirty,omitempty"`
}

// BaselineFile is one file with its findings.
type BaselineFile struct {
	Repo     string          `json:"repo"`
	Path     string          `json:"path"`
	Findings []BaselineEntry `json:"findings"`
}

// BaselineEntry is one finding. Subject is there for people who review.
type BaselineEntry struct {
	Rule        string `json:"rule"`
	Subject     string `json:"subject"`
	Fingerprint string `json:"fingerprint"`
	MatchKey    string `json:"match_key"`
	// Blocks are the targets on which it bites.
	Blocks []string `json:"blocks,omitempty"`
	// Accepted says why it may stay, for one that was added later.
	Accepted string `json:"accepted,omitempty"`
}

// BaselineUnknown is an unknown; those of a file say no more than that, since
// lines and wording change with every edit.
type BaselineUnknown struct {
	Kind     string `json:"kind"`
	Repo     string `json:"repo"`
	Path     string `json:"path,omitempty"`
	Package  string `json:"package,omitempty"`
	Analyzer string `json:"analyzer,omitempty"`
	Message  string `json:"message,omitempty"`
	Accepted string `json:"accepted,omitempty"`
}

// NewBaseline makes a baseline of all that a report has.
func NewBaseline(r *reports.Report) *Baseline {
	b := emptyBaseline(r)
	for i := range r.Findings {
		b.add(&r.Findings[i], r.Targets)
	}
	for i := range r.Unknowns {
		b.Unknowns = append(b.Unknowns, baselineUnknown(&r.Unknowns[i]))
	}
	b.sort()
	return b
}

func emptyBaseline(r *reports.Report) *Baseline {
	b := &Baseline{
		Schema: BaselineSchema, Tool: r.Tool.Version, Rules: r.Tool.Rules,
		Targets: []string{}, Pythons: r.Run.Pythons, Inputs: []BaselineInput{}, Files: []BaselineFile{}, Unknowns: []BaselineUnknown{},
	}
	for _, t := range r.Targets {
		b.Targets = append(b.Targets, t.ID)
	}
	for _, in := range r.Inputs {
		b.Inputs = append(b.Inputs, BaselineInput{in.Repo, in.Commit, in.Dirty})
	}
	return b
}

// add adds a finding; findings of one file follow one another or are brought
// together by sort.
func (b *Baseline) add(f *finding.Finding, targets []reports.Target) {
	b.addEntry(FileRef{f.Repo, validText(f.Path)}, entryOf(f, targets))
}

// entryOf is a finding as a baseline has it.
func entryOf(f *finding.Finding, targets []reports.Target) BaselineEntry {
	e := BaselineEntry{Rule: f.Rule, Subject: validText(f.Subject), Fingerprint: f.Fingerprint, MatchKey: f.MatchKey}
	for _, t := range targets {
		// What must not regress is held to breaking, however grave.
		if bites(f, t, finding.Warning) || breaks(f, t.ID) {
			e.Blocks = append(e.Blocks, t.ID)
		}
	}
	return e
}

func (b *Baseline) addEntry(at FileRef, e BaselineEntry) {
	if n := len(b.Files); n == 0 || b.Files[n-1].Repo != at.Repo || b.Files[n-1].Path != at.Path {
		b.Files = append(b.Files, BaselineFile{Repo: at.Repo, Path: at.Path})
	}
	file := &b.Files[len(b.Files)-1]
	file.Findings = append(file.Findings, e)
}

func baselineUnknown(u *finding.Unknown) BaselineUnknown {
	k := keyOfUnknown(u, nil)
	return BaselineUnknown{Kind: k.kind, Repo: k.repo, Path: k.path, Package: k.pkg, Analyzer: k.analyzer, Message: k.message}
}

// sort brings everything into the one order in which it is written.
func (b *Baseline) sort() {
	slices.SortStableFunc(b.Inputs, func(x, y BaselineInput) int { return cmp.Compare(x.Repo, y.Repo) })
	slices.SortStableFunc(b.Files, func(x, y BaselineFile) int {
		return cmp.Or(cmp.Compare(x.Repo, y.Repo), cmp.Compare(x.Path, y.Path))
	})
	files := b.Files[:0]
	for _, f := range b.Files {
		if n := len(files); n > 0 && files[n-1].Repo == f.Repo && files[n-1].Path == f.Path {
			files[n-1].Findings = append(files[n-1].Findings, f.Findings...)
		} else {
			files = append(files, f)
		}
	}
	b.Files = files
	for _, f := range b.Files {
		for i := range f.Findings {
			slices.Sort(f.Findings[i].Blocks)
		}
		slices.SortFunc(f.Findings, func(x, y BaselineEntry) int {
			return cmp.Or(cmp.Compare(x.Rule, y.Rule), cmp.Compare(x.Subject, y.Subject), cmp.Compare(x.Fingerprint, y.Fingerprint))
		})
	}
	slices.SortFunc(b.Unknowns, func(x, y BaselineUnknown) int {
		return cmp.Or(cmp.Compare(x.Repo, y.Repo), cmp.Compare(x.Path, y.Path), cmp.Compare(x.Kind, y.Kind),
			cmp.Compare(x.Package, y.Package), cmp.Compare(x.Analyzer, y.Analyzer), cmp.Compare(x.Message, y.Message))
	})
}

// Count gives the number of findings.
func (b *Baseline) Count() int {
	n := 0
	for _, f := range b.Files {
		n += len(f.Findings)
	}
	return n
}

// Base makes a base of the baseline. Its findings have no lines and no more of
// effects than on which targets they bite.
func (b *Baseline) Base(name string) *Base {
	base := &Base{Kind: BaseBaseline, Name: name, Rules: b.Rules, Targets: b.Targets, Pythons: b.Pythons, Commits: map[string]string{}}
	for _, in := range b.Inputs {
		base.Commits[in.Repo] = in.Commit
	}
	for _, file := range b.Files {
		for _, e := range file.Findings {
			f := finding.Finding{
				Rule: e.Rule, Subject: e.Subject, Fingerprint: e.Fingerprint, MatchKey: e.MatchKey, Role: finding.RoleRuntime,
				Location: finding.Location{Repo: file.Repo, Path: file.Path}, Targets: map[string]finding.TargetEffect{},
			}
			for _, id := range e.Blocks {
				// How badly is not kept: a warning that became an error is not new.
				f.Targets[id] = finding.TargetEffect{Effect: finding.Breaks, Severity: finding.Error}
			}
			base.Findings = append(base.Findings, f)
		}
	}
	for _, u := range b.Unknowns {
		base.Unknowns = append(base.Unknowns, finding.Unknown{
			Kind: u.Kind, Repo: u.Repo, Path: u.Path, Package: u.Package, Analyzer: u.Analyzer, Message: u.Message,
		})
	}
	return base
}
