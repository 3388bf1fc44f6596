package main

import (
	"context"
	"maps"
	"os"
	"strings"

	"github.com/spf13/pflag"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/config"
	"opendev.org/starlingx/stxscan/diskcache"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/rules"
)

// patchedFlags say what patches are judged by.
type patchedFlags struct {
	upstreams []string
	sources   []string
	noCache   bool
}

func (f *patchedFlags) add(flags *pflag.FlagSet) {
	flags.StringArrayVar(&f.upstreams, "upstream", nil, "NAME=DIR: a git clone of the upstream of a package, see 'stxscan patches upstreams', or DIR, a folder of them; may be repeated")
	flags.StringArrayVar(&f.sources, "source", nil, "NAME=DIR or NAME@TARGET=DIR: the source of a package, or of a target's with its packaging, as a folder, a tarball or a .dsc; may be repeated")
	flags.BoolVar(&f.noCache, "no-cache", false, "neither read nor keep answers about clones, see 'stxscan cache --help'")
}

// patched puts together what flags and configuration say; the flags win.
func (f *patchedFlags) patched(ctx context.Context, c *config.Config, set *rules.Set) (analysis.Patched, error) {
	p := analysis.Patched{Context: ctx}
	if !f.noCache {
		p.CacheDir = cacheDir()
	}
	p.Sources.Clones, p.Sources.Archives = map[string]string{}, map[string]string{}
	if c != nil {
		maps.Copy(p.Sources.Clones, c.Folders(c.Upstreams))
		maps.Copy(p.Sources.Archives, c.Folders(c.Sources))
		p.Judged = func(pkg, file string) *finding.Upstreamed { return judged(c.PatchVerdict(pkg, file)) }
	}
	for _, text := range f.upstreams {
		name, dir, named := strings.Cut(text, "=")
		if !named {
			name, dir = "", text
		}
		if info, err := os.Stat(dir); err != nil || !info.IsDir() {
			return p, usageError("--upstream %s: %s is no folder: want NAME=DIR with a git clone, or DIR with clones in it", clean(text), clean(dir))
		}
		if named && name == "" {
			return p, usageError("--upstream %s: the name is missing before =", clean(text))
		}
		if named {
			p.Sources.Clones[name] = dir
		} else {
			p.Sources.Folders = append(p.Sources.Folders, dir)
		}
	}
	for _, text := range f.sources {
		name, dir, named := strings.Cut(text, "=")
		if !named || name == "" || dir == "" {
			return p, usageError("--source %s: want NAME=DIR or NAME@TARGET=DIR, with a folder or tarball", clean(text))
		}
		if _, target, ok := strings.Cut(name, "@"); ok && set.Target(target) == nil {
			return p, usageError("--source %s: there is no target %s: want one of %s", clean(text), clean(target), strings.Join(targetIDs(set), ", "))
		}
		if _, err := os.Stat(dir); err != nil {
			return p, usageError("--source %s: there is no %s", clean(text), clean(dir))
		}
		p.Sources.Archives[name] = dir
	}
	if p.CacheDir != "" && len(p.Sources.Clones)+len(p.Sources.Folders) > 0 {
		// What cannot be removed is no reason not to scan.
		_, _ = diskcache.New(p.CacheDir).Trim(mostCached)
	}
	return p, nil
}

// judged is what a person found out, as the report has it.
func judged(p *config.Patch) *finding.Upstreamed {
	if p == nil {
		return nil
	}
	u := &finding.Upstreamed{State: finding.UpstreamState(p.Upstream), By: "person", Release: p.Release, Why: p.By + ": " + p.Reason}
	if p.Commit != "" {
		u.Commits = []finding.UpstreamCommit{{ID: p.Commit}}
	}
	return u
}
