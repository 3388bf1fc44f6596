package workspace

import (
	"context"
	"path"
	"regexp"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
)

// markUnused gives RoleUnused to files that lie in the folder of a package and
// do not come into it. It is told of packages alone whose source is elsewhere,
// in a source RPM or a fork: there COPY_LIST names what is added, and the spec
// each file of it. A package that StarlingX keeps the source of installs what
// its own Makefile or setup.py does.
func (w *Workspace) markUnused(ctx context.Context, repo *Repo) {
	for _, p := range repo.Packages {
		if !p.addsFiles() {
			continue
		}
		named := namedByAll
		if spec := repo.byPath[p.Spec]; spec != nil && spec.Skip == "" {
			if content, err := w.small(ctx, spec); err == nil {
				named = namedInSpec(content)
			}
		}
		for _, f := range p.files {
			if f.Role != finding.RoleRuntime || f.Skip != "" {
				continue
			}
			switch {
			case !p.Copies(f.Path):
				f.Role, f.role = finding.RoleUnused, "nothing copies it into its package"
			case !named(path.Base(f.Path)):
				f.Role, f.role = finding.RoleUnused, "the spec of its package does not install it"
			}
		}
	}
}

// addsFiles reports whether the package is made of a source elsewhere and of
// files that build_srpm.data names.
func (p *Package) addsFiles() bool {
	if p.SRPM == "" && !strings.Contains(p.Source, "$") || len(p.Data) == 0 || len(p.Shared) > 0 {
		return false
	}
	for _, f := range p.files {
		switch path.Base(f.Path) {
		case "build_srpm", "default_build_srpm": // a script of its own does the work
			return false
		}
	}
	return true
}

// copyLists are the variables of build_srpm.data that name files which go into
// the source package beside the source itself.
var copyLists = []string{"COPY_LIST", "COPY_LIST_TO_TAR"}

// Copies reports whether build_srpm.data copies a file, named within the repo,
// into the source package. Words are within the repo where they began with
// $PKG_BASE, and within the package where they are relative. A folder that is
// named, or fits, goes with all in it; what only a build knows is left in as
// $NAME and fits nothing.
func (p *Package) Copies(file string) bool {
	inPackage := strings.TrimPrefix(strings.TrimPrefix(file, p.Path), "/")
	for _, key := range copyLists {
		words := strings.Fields(p.Data[key])
		for _, word := range words[:min(len(words), mostWords)] {
			if word = path.Clean(word); fits(word, inPackage) || fits(word, file) {
				return true
			}
		}
	}
	return false
}

// fits reports whether a pattern fits a file or a folder above it.
func fits(pattern, file string) bool {
	for dir := file; dir != "." && dir != "/"; dir = path.Dir(dir) {
		if ok, err := path.Match(pattern, dir); ok && err == nil {
			return true
		}
	}
	return false
}

// mostWords bounds the words of a COPY_LIST; the longest of StarlingX has 20.
const mostWords = 200

func namedByAll(string) bool { return true }

var (
	sourceTag = regexp.MustCompile(`(?i)^Source(\d*)\s*:\s*(\S+)`)
	sourceUse = regexp.MustCompile(`(?:SOURCE|S:)(\d+)\b`)
	macroUse  = regexp.MustCompile(`%(?:\{[^{}]*\}|\w+)`)
	nameWord  = regexp.MustCompile(`[^\s"'();=,]+`)
	allOfThem = regexp.MustCompile(`(?:%\{?_sourcedir\}?|\$\{?RPM_SOURCE_DIR\}?)(?:/\*|/?["'\s]|/?$)|%\{SOURCES\}`)
)

// mostNames bounds the words of a spec that are kept.
const mostNames = 100_000

// namedInSpec returns a test whether a spec names a file outside of comments:
// by its name, through macros, or by the number of its source. A spec that takes
// whatever lies in the folder of sources names all.
func namedInSpec(spec []byte) func(base string) bool {
	names := map[string]bool{}
	var patterns []string
	sources := map[string][]string{} // number -> names
	var text strings.Builder
	for line := range strings.Lines(string(spec)) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "#") {
			continue
		}
		if line == "%changelog" {
			break // which is the end
		}
		if m := sourceTag.FindStringSubmatch(line); m != nil {
			sources[m[1]] = append(sources[m[1]], path.Base(m[2]))
			continue
		}
		text.WriteString(line + "\n")
		if allOfThem.MatchString(line) {
			return namedByAll
		}
		if len(names) > mostNames {
			return namedByAll
		}
		for _, word := range nameWord.FindAllString(line, -1) {
			names[path.Base(word)] = true
		}
	}
	used := map[string]bool{"": true, "0": true}
	for _, m := range sourceUse.FindAllStringSubmatch(text.String(), -1) {
		used[m[1]] = true
	}
	for number, list := range sources {
		if !used[number] {
			continue
		}
		for _, name := range list {
			names[name] = true
		}
	}
	for name := range names {
		// What is nothing but a star says which files a package has, and not
		// where they come from.
		pattern := macroUse.ReplaceAllString(name, "*")
		if _, err := path.Match(pattern, ""); err == nil && strings.Trim(pattern, "*") != "" && strings.ContainsAny(pattern, "*?[") {
			patterns = append(patterns, pattern)
		}
	}
	return func(base string) bool {
		if names[base] {
			return true
		}
		for _, pattern := range patterns {
			if ok, err := path.Match(pattern, base); ok && err == nil {
				return true
			}
		}
		return false
	}
}
