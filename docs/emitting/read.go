package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/analyzers"
	"opendev.org/starlingx/stxscan/distro"
	"opendev.org/starlingx/stxscan/distro/indexes"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/portplan/emit"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/scan"
	"opendev.org/starlingx/stxscan/syntax/control"
	"opendev.org/starlingx/stxscan/workspace"
)

// suites are the folders below debian/ that are for a target.
var suites = map[string][]string{"debian-11": {"bullseye", "all"}, "debian-12": {"bookworm", "all"}, "debian-13": {"trixie", "all"}}

// controlFile is a debian/control.
type controlFile struct {
	path    string
	stanzas []control.Stanza
}

// draftAll drafts the control files of all packages of a workspace that have a
// spec, by the names of their folders.
func draftAll(ctx context.Context, root, target string, now time.Time) (map[string]controlFile, error) {
	set, err := rules.Load(rules.Embedded())
	if err != nil {
		return nil, err
	}
	t := set.Target(target)
	if t == nil {
		return nil, fmt.Errorf("%s is no target", target)
	}
	space, err := workspace.Open(ctx, workspace.Options{Root: root})
	if err != nil {
		return nil, err
	}
	defer space.Close()
	list := analyzers.All()
	list = slices.DeleteFunc(list, func(a *analysis.Analyzer) bool { return a.Name != "packaging" && a.Name != "rpmdeps" })
	applied := slices.DeleteFunc(slices.Clone(set.Rules), func(r *rules.Rule) bool { return r.Analyzer != "rpmdeps" })
	partial, err := scan.Map(ctx, space, scan.Options{Rules: applied, Analyzers: list, Workers: runtime.GOMAXPROCS(0)})
	if err != nil {
		return nil, err
	}
	r := scan.Reduce(space, partial, scan.ReduceOptions{Set: set, Rules: applied, Analyzers: list, Targets: []*rules.Target{t}, Time: now})
	embedded, err := distro.NewEmbedded(rules.NameTable("debian"))
	if err != nil {
		return nil, err
	}
	resolver, err := (&indexes.Store{}).Resolver(embedded, t.ID, t.Build)
	if err != nil || resolver == nil {
		return nil, fmt.Errorf("no index of %s: %w", target, err)
	}
	drafts := emit.NewDebian(r, emit.Options{
		Target: target, Standards: t.Standards, Compat: t.Debhelper,
		Look: func(name string) (finding.DependencyVerdict, []string) {
			return resolver.Resolve(distro.Need{Kind: distro.RPM, Name: name}), nil
		},
	})
	found := map[string]controlFile{}
	for i := range r.Packages {
		p := &r.Packages[i]
		if p.SpecContent == nil || strings.HasPrefix(p.Name, "EXAMPLE") {
			continue
		}
		files, err := drafts.Draft(p)
		if err != nil {
			return nil, err
		}
		stanzas, err := control.Read([]byte(files[0].Text))
		if err != nil {
			return nil, fmt.Errorf("the draft of %s/%s: %w", p.Repo, p.Name, err)
		}
		name := path.Base(p.Path)
		if _, twice := found[name]; !twice || p.Built {
			found[name] = controlFile{p.Repo + "/" + p.Path, stanzas}
		}
	}
	return found, nil
}

// findControls reads the control files of a workspace for a suite, by the names of
// their packages' folders.
func findControls(root string, suites []string) (map[string]controlFile, error) {
	found := map[string]controlFile{}
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() != "control" {
			return err
		}
		folder, rest, ok := strings.Cut(filepath.ToSlash(name), "/debian/")
		suite, isNew := strings.CutSuffix(rest, "/deb_folder/control")
		if !ok || isNew && suite != "" && !slices.Contains(suites, suite) || !isNew && rest != "control" && rest != "deb_folder/control" {
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		// What git took for a template, or has a mistake in it, is no answer.
		stanzas, err := control.Read(text)
		if err != nil {
			fmt.Fprintf(os.Stderr, "emitting: left out: %s: %v\n", name, err)
			return nil
		}
		key := path.Base(folder)
		if _, twice := found[key]; !twice || suite == suites[0] {
			found[key] = controlFile{name, stanzas}
		}
		return nil
	})
	return found, err
}
