package emit

import (
	"regexp"
	"slices"

	"opendev.org/starlingx/stxscan/finding"
)

// buildSystem is how a spec builds its package.
type buildSystem struct {
	python, autotools, cmake, meson, golang bool
	// make says that make is called, compiles that something is made of source
	// code that differs between architectures.
	make, compiles bool
}

var (
	pythonBuild = regexp.MustCompile(`\bsetup\.py\b|%\{?_*py[23]?_(?:build|install)|\bpip[23]? install\b|%pyproject`)
	makeBuild   = regexp.MustCompile(`(?:^|[;&|]\s*|\s)(?:%\{?_*make(?:_build)?\}?|g?make|%make_install|%makeinstall)(?:\s|$)`)
	autoBuild   = regexp.MustCompile(`%\{?configure\b|(?:^|\s)\S*\./configure\b|\bautogen\.sh\b|\bautoreconf\b`)
	cmakeBuild  = regexp.MustCompile(`%\{?cmake[23]?\b|(?:^|\s)cmake[23]?\s`)
	mesonBuild  = regexp.MustCompile(`%\{?meson\b|(?:^|\s)meson\s`)
	goBuild     = regexp.MustCompile(`\bgo (?:build|install)\b|%\{?gobuild\b`)
	compiled    = regexp.MustCompile(`\.so(?:\.|\b|\*|$)|\.a$|\.ko\b|/lib/modules/|_sitearch`)
	prebuilt    = regexp.MustCompile(`amd64|x86[_-]64|linux64`)
	compiler    = regexp.MustCompile(`(?:^|\s)(?:gcc|g\+\+|cc)\s|%\{?__cc\b`)
)

func buildSystemOf(c *finding.SpecContent) buildSystem {
	var b buildSystem
	for _, line := range slices.Concat(c.Build, c.Install) {
		b.python = b.python || pythonBuild.MatchString(line)
		b.make = b.make || makeBuild.MatchString(line)
		b.autotools = b.autotools || autoBuild.MatchString(line)
		b.cmake = b.cmake || cmakeBuild.MatchString(line)
		b.meson = b.meson || mesonBuild.MatchString(line)
		b.golang = b.golang || goBuild.MatchString(line)
		b.compiles = b.compiles || compiler.MatchString(line)
	}
	for _, line := range c.Build {
		// make install alone copies files.
		b.compiles = b.compiles || makeBuild.MatchString(line)
	}
	for _, source := range c.Sources {
		// Programs that somebody else compiled are of one architecture too.
		b.compiles = b.compiles || prebuilt.MatchString(source)
	}
	for _, rel := range c.Builds {
		b.compiles = b.compiles || rel.Name == "golang"
	}
	b.compiles = b.compiles || b.autotools || b.cmake || b.meson || b.golang
	for _, rpm := range c.RPMs {
		for _, line := range rpm.Files {
			b.compiles = b.compiles || compiled.MatchString(line)
		}
	}
	return b
}

// name says in a word what it is.
func (b buildSystem) name() string {
	switch {
	case b.python && !b.make && !b.cmake && !b.autotools:
		return "setup.py"
	case b.meson:
		return "meson"
	case b.cmake:
		return "cmake"
	case b.autotools:
		return "autotools"
	case b.golang:
		return "go"
	case b.make:
		return "make"
	}
	return ""
}
