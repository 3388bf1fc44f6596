package patches

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/workspace"
)

// The kinds of stacks. One whose applied patches are all of one sort has that
// kind alone; the last two say where the others act.
const (
	kindVersioningOnly    = "versioning-only"    // a rebuild: the target's package does
	kindConfigurationOnly = "configuration-only" // an overlay package can do it
	kindNamingOnly        = "naming-only"
	kindDocumentationOnly = "documentation-only" // and tests
	kindDebugOnly         = "debug-only"
	kindUnapplied         = "unapplied" // nothing applies any of them
	kindPackagingOnly     = "packaging-only"
	kindSourceChanges     = "source-changes"
)

// kinds says what the patches that are applied amount to. Routine patches go
// with RPM packaging, and say nothing of the others.
func (s *stack) kinds() []string {
	applied, source := 0, false
	sorts := map[string]bool{}
	for i, p := range s.list.Patches {
		if p.State != stateApplied {
			continue
		}
		applied++
		if !s.isRoutine(i) {
			source = source || p.Kind != kindMeta
			sorts[sortOf(p.Tags)] = true
		}
	}
	switch {
	case applied == 0:
		return []string{kindUnapplied}
	case len(sorts) == 0:
		return []string{kindVersioningOnly}
	case sorts[""]:
	case sorts[tagConfiguration]: // what does nothing else is left out with it
		return []string{kindConfigurationOnly}
	case len(sorts) == 1 && sorts[tagNaming]:
		return []string{kindNamingOnly}
	case len(sorts) == 1 && sorts[tagDocumentation]:
		return []string{kindDocumentationOnly}
	case sorts[tagDebug]:
		return []string{kindDebugOnly}
	}
	if !source {
		return []string{kindPackagingOnly}
	}
	return []string{kindSourceChanges}
}

// sortOf returns the class that a patch counts as in a stack, "" if it changes
// the program or how it is built.
func sortOf(tags []string) string {
	for _, tag := range tags {
		switch tag {
		case tagNaming, tagDebug, tagConfiguration, tagDocumentation:
			return tag
		case tagTests:
			return tagDocumentation
		}
	}
	return ""
}

// base returns the version that is patched, without epoch and release: that of
// the source RPM, of a spec in the tree, or of the Debian packaging. "" is what
// no file says; a spec that the source RPM brings is not in the tree.
func (k *parts) base(p *workspace.Package) string {
	if _, version := sourceName(p.SRPM); version != "" {
		return version
	}
	for _, kept := range k.specs {
		if version := kept.Data.(*specFile).version; version != "" && !strings.Contains(version, "%") {
			return version
		}
	}
	if version := upstreamVersion(cmp.Or(p.Data["debver"], k.debver)); version != "" {
		return version
	}
	for _, suffix := range []string{".orig.tar.gz", ".orig.tar.xz", ".orig.tar.bz2", ".tar.gz", ".tar.xz", ".tar.bz2"} {
		if name, ok := strings.CutSuffix(path.Base(p.Source), suffix); ok {
			// An archive of GitHub's is called by the tag alone.
			version := strings.TrimPrefix(name[strings.LastIndexAny(name, "-_")+1:], "v")
			if version != "" && version[0] >= '0' && version[0] <= '9' {
				return version
			}
		}
	}
	return ""
}

// upstreamVersion takes the epoch and the revision off a version of Debian's.
func upstreamVersion(version string) string {
	if epoch, rest, ok := strings.Cut(version, ":"); ok && strings.Trim(epoch, "0123456789") == "" {
		version = rest
	}
	if at := strings.LastIndexByte(version, '-'); at > 0 {
		version = version[:at]
	}
	return version
}

// component returns the name that %{name} stands for.
func (k *parts) component(p *workspace.Package) string {
	if name, _ := sourceName(p.SRPM); name != "" {
		return name
	}
	i := slices.IndexFunc(k.specs, func(kept analysis.Kept) bool { return kept.Data.(*specFile).name != "" })
	if i >= 0 {
		return k.specs[i].Data.(*specFile).name
	}
	return path.Base(p.Path)
}
