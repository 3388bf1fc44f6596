package patches

import (
	"regexp"
	"strings"

	"opendev.org/starlingx/stxscan/syntax/patch"
)

// routineLine is a line of a spec that does nothing but what every source RPM
// of StarlingX needs: the release that the build gives, the names of patches
// and sources, their %patch, what has systemd's macros, and text that does
// nothing at all. How many jobs make runs is routine too. A Source that is also
// installed needs a line that is not here.
var routineLine = regexp.MustCompile(`^\s*(?:$|#|-\s*$|(?i:patch|source)\d*\s*:|%patch\d*\b|Apply(?:Optional)?Patch\s|Release\s*:|` +
	`%(?:define|global)\s+\S+\s.*tis_patch_ver|export\s+PBR_VERSION=|BuildRequires\s*:\s*systemd(?:-units)?\s*$)`)

// appliedBy finds the two kinds of lines without which a patch is not applied.
var appliedBy = regexp.MustCompile(`^\s*(?i:%patch|patch)`)

var (
	// triggerLine begins a scriptlet that RPM runs as other packages come and go.
	triggerLine = regexp.MustCompile(`^\s*%trigger\w*\b`)
	sectionLine = regexp.MustCompile(`^\s*%(?:prep|build|install|check|clean|package|description|changelog|files|pre|post|preun|postun|pretrans|posttrans|verifyscript)\b`)
)

// untriggered leaves out the triggers that a patch takes away, and which versions
// of RPMs those speak of that it keeps: what they do is for upgrades from earlier RPMs.
func untriggered(src []byte, d *patch.FileDiff) []change {
	var list []change
	for _, b := range blocksOf(src, d) {
		within := false
		for _, text := range b.removed {
			within = (within || triggerLine.MatchString(text)) && !sectionLine.MatchString(text)
			if !within {
				list = append(list, change{'-', text})
			}
		}
		for _, text := range b.added {
			if !within || !triggerLine.MatchString(text) {
				list = append(list, change{'+', text})
			}
		}
	}
	return list
}

// onlyRoutine reports whether every line that a patch adds or removes is
// routine, and no patch that the source RPM has is dropped. Names tell less: a patch called spec-include-TiS-changes may also
// change how the program is built, and that is work on every other packaging.
func onlyRoutine(src []byte, p *patch.File) bool {
	lines, dropped := 0, map[string]int{}
	for i := range p.Files {
		d := &p.Files[i]
		if d.Binary || d.Renamed || !listsPatches(d.Path()) {
			return false
		}
		all := changesOf(src, d)
		lines += len(all)
		for _, l := range unsped(untriggered(src, d)) {
			if !routineLine.MatchString(l.text) {
				return false
			}
			if key := appliedBy.FindString(l.text); key != "" {
				change := 1
				if l.op == '+' {
					change = -1
				}
				dropped[strings.ToLower(strings.TrimSpace(key))] += change
			}
		}
	}
	return dropped["patch"] <= 0 && dropped["%patch"] <= 0 && lines > 0 && !isDamaged(p)
}
