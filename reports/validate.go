package reports

import (
	"errors"
	"fmt"
	"slices"

	"opendev.org/starlingx/stxscan/finding"
)

// maxProblems is how many inconsistencies Validate names.
const maxProblems = 20

// Validate reports whether a report agrees with itself: everything that is
// named exists and is of a known kind, every finding is in exactly one work
// item, and the totals are those of what is listed. The error names the first
// inconsistencies, one a line, and how many there are.
func Validate(r *Report) error {
	v := &validator{report: r, targets: map[string]bool{}, packages: map[packageKey]int{}, items: map[string]int{}}
	if err := checkSchema(r.Schema); err != nil {
		v.problem("%w", err)
	}
	v.names()
	v.files()
	v.packageList()
	v.findings()
	v.workItems()
	v.unknowns()
	v.dependencies()
	v.stacks()
	v.rules()
	v.totals()
	v.headlines()
	v.delta()
	v.groups()
	v.decisions()
	v.milestones()
	v.tracked()
	if v.count > len(v.problems) {
		v.problems = append(v.problems, fmt.Errorf("%d of %d inconsistencies shown", len(v.problems), v.count))
	}
	return errors.Join(v.problems...)
}

type packageKey struct{ repo, name string }

type validator struct {
	report   *Report
	targets  map[string]bool
	packages map[packageKey]int // places in the list
	items    map[string]int
	ids      map[string]bool // packages as REPO/NAME, see imports
	problems []error
	count    int
}

func (v *validator) problem(format string, args ...any) {
	v.count++
	if len(v.problems) < maxProblems {
		v.problems = append(v.problems, fmt.Errorf(format, args...))
	}
}

// names gathers what others refer to, and holds against names given twice.
func (v *validator) names() {
	repos := map[string]bool{}
	for _, in := range v.report.Inputs {
		if repos[in.Repo] {
			v.problem("repo %q is listed twice", in.Repo)
		}
		repos[in.Repo] = true
	}
	for _, t := range v.report.Targets {
		if v.targets[t.ID] {
			v.problem("target %q is listed twice", t.ID)
		}
		v.targets[t.ID] = true
	}
	for i, p := range v.report.Packages {
		key := packageKey{p.Repo, p.Name}
		if _, twice := v.packages[key]; twice {
			v.problem("package %s/%s is listed twice", p.Repo, p.Name)
		}
		v.packages[key] = i
		if !repos[p.Repo] {
			v.problem("package %s/%s is in a repo that is not listed", p.Repo, p.Name)
		}
	}
	for i, w := range v.report.WorkItems {
		if _, twice := v.items[w.ID]; twice {
			v.problem("work item %q is listed twice", w.ID)
		}
		v.items[w.ID] = i
	}
	for _, c := range v.report.Run.Concerns {
		if !slices.Contains(finding.Concerns, c) {
			v.problem("run: concern %q is not known", c)
		}
	}
}

func (v *validator) files() {
	t := v.report.Totals.Files
	if sum := t.Scanned + total(t.Skipped) + t.Unknown; sum != t.Listed {
		v.problem("files: %d are listed, but %d scanned + %d skipped + %d unknown are %d",
			t.Listed, t.Scanned, total(t.Skipped), t.Unknown, sum)
	}
	owned := 0
	for _, p := range v.report.Packages {
		owned += p.Files
	}
	if listed := v.digests(); v.report.Files != nil && listed != t.Listed {
		v.problem("files: %d are listed, but %d with their digests", t.Listed, listed)
	}
	if owned != t.Listed {
		v.problem("files: %d are listed, but the packages hold %d", t.Listed, owned)
	}
}

// digests counts the files with what they hold, each in a repo that is listed.
func (v *validator) digests() int {
	n := 0
	for repo, files := range v.report.Files {
		if !slices.ContainsFunc(v.report.Inputs, func(in Input) bool { return in.Repo == repo }) {
			v.problem("files: repo %q is not listed", repo)
		}
		n += len(files)
	}
	return n
}

func (v *validator) packageList() {
	for _, p := range v.report.Packages {
		for id, readiness := range p.Readiness {
			if !v.targets[id] {
				v.problem("package %s/%s: target %q is not listed", p.Repo, p.Name, id)
			}
			if !slices.Contains(Verdicts, readiness.Verdict) {
				v.problem("package %s/%s: verdict %q is not known", p.Repo, p.Name, readiness.Verdict)
			}
		}
		if p.Python != nil {
			v.imports(&p)
		}
		if len(p.Readiness) != len(v.targets) {
			v.problem("package %s/%s has verdicts on %d of %d targets", p.Repo, p.Name, len(p.Readiness), len(v.targets))
		}
	}
}

// imports checks that what a package imports is of packages that are listed.
func (v *validator) imports(p *Package) {
	if v.ids == nil {
		v.ids = map[string]bool{}
		for _, p := range v.report.Packages {
			v.ids[p.Repo+"/"+p.Name] = true
		}
	}
	for _, use := range p.Python.Imports {
		for _, id := range use.Packages {
			if !v.ids[id] {
				v.problem("package %s/%s imports %q of package %q, which is not listed", p.Repo, p.Name, use.Module, id)
			}
		}
		if use.Needed > use.Files {
			v.problem("package %s/%s imports %q in %d files, of which %d need it", p.Repo, p.Name, use.Module, use.Files, use.Needed)
		}
	}
}

func (v *validator) findings() {
	found := make([]map[finding.Concern]int, len(v.report.Packages))
	for i := range v.report.Findings {
		f := &v.report.Findings[i]
		v.finding(f)
		p, ok := v.packages[packageKey{f.Repo, f.Package}]
		if !ok {
			v.problem("%s: package %s/%s is not listed", place(f), f.Repo, f.Package)
			continue
		}
		if found[p] == nil {
			found[p] = map[finding.Concern]int{}
		}
		found[p][f.Concern]++
	}
	for i, p := range v.report.Packages {
		if !equalCounts(p.Findings, found[i]) {
			v.problem("package %s/%s counts findings %v, listed are %v", p.Repo, p.Name, p.Findings, found[i])
		}
	}
}

func (v *validator) finding(f *finding.Finding) {
	switch {
	case f.Severity > finding.Error:
		v.problem("%s: severity %s", place(f), f.Severity)
	case f.Confidence > finding.High:
		v.problem("%s: confidence %s", place(f), f.Confidence)
	case !slices.Contains(finding.Roles, f.Role):
		v.problem("%s: role %q is not known", place(f), f.Role)
	case !slices.Contains(finding.Concerns, f.Concern):
		v.problem("%s: concern %q is not known", place(f), f.Concern)
	case f.Line < 1 || f.Column < 1:
		v.problem("%s: lines and columns count from 1", place(f))
	case f.Suppressed != nil && !slices.Contains(finding.SuppressionKinds, f.Suppressed.Kind):
		v.problem("%s: suppression kind %q is not known", place(f), f.Suppressed.Kind)
	case f.EndLine < f.Line:
		v.problem("%s: it ends before it begins, in line %d", place(f), f.EndLine)
	}
	for id, e := range f.Targets {
		switch {
		case !v.targets[id]:
			v.problem("%s: target %q is not listed", place(f), id)
		case !slices.Contains(Effects, e.Effect):
			v.problem("%s: effect %q is not known", place(f), e.Effect)
		case e.Severity > finding.Error:
			v.problem("%s: severity %s on %s", place(f), e.Severity, id)
		}
	}
}

func place(f *finding.Finding) string {
	return fmt.Sprintf("finding %s at %q:%d:%d", f.Rule, f.Repo+"/"+f.Path, f.Line, f.Column)
}

func total[K comparable](counts map[K]int) int {
	sum := 0
	for _, n := range counts {
		sum += n
	}
	return sum
}

// equalCounts compares two counts; what is not named counts zero.
func equalCounts[K comparable](a, b map[K]int) bool {
	for key, n := range a {
		if b[key] != n {
			return false
		}
	}
	return total(a) == total(b)
}
