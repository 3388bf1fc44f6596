package scan

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/config"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/readiness"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/workspace"
)

// ReduceOptions says what Reduce judges by.
type ReduceOptions struct {
	// IndexDir is the folder with indexes that people brought, "" for none.
	IndexDir string
	// Patched is what people brought to judge patches by.
	Patched   analysis.Patched
	Set       *rules.Set
	Rules     []*rules.Rule // those that Map applied
	Analyzers []*analysis.Analyzer
	Targets   []*rules.Target
	Version   string    // of the tool
	Time      time.Time // of the run
	Pythons   []string  // what replaced the targets' own, for the record
	MaxItems  int       // bounds the work items; 0 leaves them unbounded
	// Config is what people have settled, nil if nothing; CodeOwners says by
	// repo who owns what where Config does not.
	Config     *config.Config
	CodeOwners map[string]*config.CodeOwners
	// Forks says by REPO/NAME how far the forks of packages have gone from their
	// bases.
	Forks map[string]*finding.ForkDivergence
	// Unknowns are what could not be told of inputs beside the workspace.
	Unknowns []finding.Unknown
	// Notice, if set, is told of entries of Config that ran out or fit nothing.
	Notice func(config.Notice)
}

// Reduce makes the report of a workspace out of what Map found in all of its
// shards. It runs once, over everything.
func Reduce(w *workspace.Workspace, p *Partial, o ReduceOptions) *reports.Report {
	r := &reports.Report{
		Schema: reports.Schema,
		Tool:   tool(o),
		Run: reports.Run{
			Time: o.Time.UTC().Truncate(time.Second), Revision: w.Rev,
			Pythons: o.Pythons, Concerns: concerns(o.Rules),
		},
		Findings:     settle(p, o.Set, o.Targets),
		Dependencies: []finding.Dependency{},
		PatchStacks:  []finding.PatchStack{},
		Seams:        []reports.Seam{},
		Groups:       []reports.Group{},
		Rules:        ruleList(o),
		Files:        fileDigests(p),
	}
	for _, t := range o.Targets {
		r.Targets = append(r.Targets, reports.Target{
			ID: t.ID, Name: t.Name, Build: t.Build, Origin: t.Origin,
			Python2: t.Python2.Status, Python3: t.Python3, LegacyPython2: t.Python2.Packages, MovesAsOne: t.MovesAsOne, Facts: digestOf(t),
		})
	}
	r.Unknowns = append(problems(w), unknowns(p)...)
	r.Unknowns = append(r.Unknowns, missingSources(w)...)
	r.Unknowns = append(r.Unknowns, o.Unknowns...)
	about := reduce(r, w, p, o)
	ignored(r, p, o)
	r.Unknowns = append(r.Unknowns, missingIndexes(r)...)
	inventory(r, w, p, about, o.Forks)
	settled(r, o)
	totals(r, p)
	readiness.WorkItems(r, o.Set, o.MaxItems)
	config.ApplyOwners(r, o.Config, o.CodeOwners)
	readiness.Assess(r)
	return r
}

func tool(o ReduceOptions) reports.Tool {
	t := reports.Tool{Name: "stxscan", Version: o.Version, Rules: RulesDigest(o.Rules, o.Set.Targets), Analyzers: map[string]int{}}
	for _, a := range o.Analyzers {
		t.Analyzers[a.Name] = a.Version
	}
	return t
}

// RulesDigest identifies rules and targets by what they say.
func RulesDigest(list []*rules.Rule, targets []*rules.Target) string {
	h := sha256.New()
	encoder := json.NewEncoder(h)
	for _, r := range list {
		must(encoder.Encode(r))
	}
	for _, t := range targets {
		must(encoder.Encode(t))
	}
	return hex.EncodeToString(h.Sum(nil))[:16]
}

// digestOf identifies a rule or a target by what it says.
func digestOf(v any) string {
	h := sha256.New()
	must(json.NewEncoder(h).Encode(v))
	return hex.EncodeToString(h.Sum(nil))[:reports.DigestLength]
}

// fileDigests says of every file of the workspace what it holds.
func fileDigests(p *Partial) map[string]map[string]string {
	repos := map[string]map[string]string{}
	for _, f := range p.Files {
		if repos[f.Repo] == nil {
			repos[f.Repo] = map[string]string{}
		}
		repos[f.Repo][f.Path] = f.Digest[:min(len(f.Digest), reports.DigestLength)]
	}
	return repos
}

// must is for encoding plain data into a hash, which cannot fail.
func must(err error) {
	if err != nil {
		panic(err)
	}
}

// concerns are those that some applied rule is about, in their fixed order.
func concerns(list []*rules.Rule) []finding.Concern {
	out := []finding.Concern{}
	for _, c := range finding.Concerns {
		if slices.ContainsFunc(list, func(r *rules.Rule) bool { return r.Concern == c }) {
			out = append(out, c)
		}
	}
	return out
}

// problems are the workspace's own unknowns.
func problems(w *workspace.Workspace) []finding.Unknown {
	list := []finding.Unknown{}
	for _, p := range w.Problems {
		list = append(list, finding.Unknown{
			Kind: finding.UnknownUnreadable, Repo: p.Repo, Path: p.Path, Message: p.Message, Settle: p.Settle,
		})
	}
	return list
}

// missingSources says which built packages have their source elsewhere.
func missingSources(w *workspace.Workspace) []finding.Unknown {
	var list []finding.Unknown
	present := map[string]bool{}
	for _, repo := range w.Repos {
		present[repo.ID] = true
	}
	for _, repo := range w.Repos {
		for _, p := range repo.Packages {
			u := finding.Unknown{Kind: finding.UnknownSource, Repo: repo.ID, Package: p.Name, Path: p.Path}
			fork := workspace.ForkRepo(p.Source)
			switch {
			case p.Name == workspace.TreePackage || !p.Built || fork != "" && present[fork]:
				continue
			case fork != "":
				u.Message = fmt.Sprintf("its source is the fork %s, which is not in the workspace", p.Source)
				u.Settle = fmt.Sprintf("--fork %s=DIR", strings.TrimPrefix(fork, "git/"))
			case p.SRPMSpec != "":
				continue // its packaging is read; its code is the distribution's
			case p.SRPM != "":
				u.Message = "its source is " + p.SRPM + ", which is not in the workspace"
				u.Settle = "--rpms DIR"
			case p.Origin == workspace.OriginFork:
				u.Message = fmt.Sprintf("its source is %s, which is not in the workspace", p.Source)
				u.Settle = "the source: bring it into the workspace"
			default:
				continue
			}
			list = append(list, u)
		}
	}
	return list
}

// missingIndexes says on which targets nobody could look needs up.
func missingIndexes(r *reports.Report) []finding.Unknown {
	needs := slices.ContainsFunc(r.Dependencies, func(d finding.Dependency) bool { return d.Need != finding.NeedPin })
	var list []finding.Unknown
	for _, t := range r.Targets {
		if t.Origin || t.Index != nil || !needs {
			continue
		}
		list = append(list, finding.Unknown{
			Kind: finding.UnknownInput,
			// No numbers: with every package more it would be another unknown.
			Message: "what packages need was not looked up on " + t.Name + ": there is no index of its repositories, so nothing is known to be missing",
			Settle:  "an index of " + t.Name + "; this version comes with one of Clear Linux alone",
		})
	}
	return list
}

// inventory lists the repos and packages with what they hold.
func inventory(r *reports.Report, w *workspace.Workspace, p *Partial, about learned, forks map[string]*finding.ForkDivergence) {
	files := map[analysis.PackageRef]int{}
	for _, f := range p.Files {
		files[analysis.PackageRef{Repo: f.Repo, Name: f.Package}]++
	}
	found := map[analysis.PackageRef]map[finding.Concern]int{}
	for _, f := range r.Findings {
		key := analysis.PackageRef{Repo: f.Repo, Name: f.Package}
		if found[key] == nil {
			found[key] = map[finding.Concern]int{}
		}
		found[key][f.Concern]++
	}
	adopt := adopts(r.PatchStacks)
	r.Inputs, r.Packages = []reports.Input{}, []reports.Package{}
	for _, repo := range w.Repos {
		r.Inputs = append(r.Inputs, reports.Input{
			Repo: repo.ID, Dir: repo.Dir, Commit: repo.Commit, Dirty: repo.Dirty, URL: repo.URL,
			Files: len(repo.Files), Packages: len(repo.Packages) - 1,
		})
		for _, pkg := range repo.Packages {
			key := analysis.PackageRef{Repo: repo.ID, Name: pkg.Name}
			r.Packages = append(r.Packages, reports.Package{
				Name: pkg.Name, Repo: repo.ID, Path: pkg.Path, Origin: string(pkg.Origin), Built: pkg.Built,
				Spec: pkg.Spec, SRPM: pkg.SRPM, Source: pkg.Source, Fork: workspace.ForkRepo(pkg.Source),
				BuildLists: notNil(pkg.Lists), Packaging: notNil(pkg.Packaging),
				Files: files[key], Findings: found[key], Tests: about.tests[key], OpenStack: about.releases[key],
				Python: about.python[key], SpecContent: about.specs[key], ForkDivergence: forks[pkg.ID()], Adopt: adopt[key],
				Counterparts: about.forks[key],
			})
		}
	}
}

// adopts are the answers for packages with patches, by target.
func adopts(stacks []finding.PatchStack) map[analysis.PackageRef]map[string]finding.Adopt {
	found := map[analysis.PackageRef]map[string]finding.Adopt{}
	for i := range stacks {
		s := &stacks[i]
		answers := map[string]finding.Adopt{}
		for id, a := range s.Adopt {
			answers[id] = a.Answer
		}
		found[analysis.PackageRef{Repo: s.Repo, Name: s.Package}] = answers
	}
	return found
}

func notNil(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// totals counts everything once more, so that nothing can be lost unseen.
func totals(r *reports.Report, p *Partial) {
	t := &r.Totals
	t.Files = fileTotals(p)
	t.Packages.Origins = map[string]int{}
	for _, pkg := range r.Packages {
		if pkg.Origin == string(workspace.OriginTree) {
			t.Files.Unowned += pkg.Files
			continue
		}
		t.Packages.All++
		t.Packages.Origins[pkg.Origin]++
		if pkg.Built {
			t.Packages.Built++
		}
		if pkg.Spec != "" {
			t.Packages.WithSpec++
		}
		if pkg.SRPM != "" {
			t.Packages.WithSRPM++
		}
	}
	t.Findings, t.Families = map[finding.Concern]int{}, map[string]int{}
	t.Severities, t.Roles = map[string]int{}, map[finding.Role]int{}
	for _, f := range r.Findings {
		t.Findings[f.Concern]++
		t.Families[family(f.Rule)]++
		t.Severities[f.Severity.String()]++
		t.Roles[f.Role]++
		if f.Guard != "" {
			t.Guarded++
		}
		if f.Suppressed != nil {
			if t.Suppressed == nil {
				t.Suppressed = map[string]int{}
			}
			t.Suppressed[f.Suppressed.Kind]++
		}
	}
	t.Unknowns = map[string]int{}
	for _, u := range r.Unknowns {
		t.Unknowns[u.Kind]++
	}
}

// skipKind is the reason without the name in it: a symlink is counted as one,
// wherever it leads.
func skipKind(reason string) string {
	if strings.HasPrefix(reason, workspace.SkipLink) && reason != workspace.SkipDirectory {
		return "symlink to a file of the repo"
	}
	return reason
}

func fileTotals(p *Partial) reports.FileTotals {
	t := reports.FileTotals{Skipped: map[string]int{}, Languages: map[string]int{}, Listed: len(p.Files)}
	for _, f := range p.Files {
		t.Bytes += f.Bytes
		switch {
		case len(f.Unknowns) > 0:
			t.Unknown++
		case f.Skip != "":
			t.Skipped[skipKind(f.Skip)]++
		default:
			t.Scanned++
		}
		if f.Skip == "" {
			language := string(f.Language)
			if language == "" {
				language = "none"
			}
			t.Languages[language]++
		}
	}
	return t
}
