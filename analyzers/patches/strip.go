package patches

import (
	"path"
	"regexp"
	"strconv"

	"opendev.org/starlingx/stxscan/analyzers/patches/apply"
	"opendev.org/starlingx/stxscan/syntax/spec"
)

// strip is the -p level with which a patch is applied, if something says it.
type strip struct {
	level int
	said  bool
}

// asked is the level for apply: to be found by trying where nothing says it.
func (s strip) asked() int {
	if !s.said {
		return apply.Detect
	}
	return s.level
}

// stripOf is the level of a line of a spec that applies patches. %patch without -p has
// level 0, as rpmbuild(8) has it; %autosetup and %autopatch leave it to patch, which
// looks for the names alone, and a command of the spec's own may do anything.
func stripOf(u *spec.PatchUse) strip {
	switch {
	case u.Strip >= 0:
		return strip{u.Strip, true}
	case u.Macro == "patch":
		return strip{0, true}
	}
	return strip{}
}

// strips are the levels that the lines of a spec say: of patches by their numbers, and
// of all others.
type strips struct {
	of  map[int]strip
	all strip
}

func (s *strips) add(u *spec.PatchUse) {
	switch is := stripOf(u); {
	case u.Number < 0 && is.said && !s.all.said:
		s.all = is
	case u.Number >= 0:
		if _, had := s.of[u.Number]; !had && is.said {
			s.of[u.Number] = is
		}
	}
}

// get is the level of the patch of a number.
func (s *strips) get(number int) strip {
	if own, ok := s.of[number]; ok {
		return own
	}
	return s.all
}

// stripsOf reads those of a spec, but for what conditions are known to leave out.
func stripsOf(f *spec.File) *strips {
	s := &strips{of: map[int]strip{}}
	for i := range f.PatchUses[:min(len(f.PatchUses), mostNames)] {
		u := &f.PatchUses[i]
		if taken, known := spec.Taken(u.Conditions); taken || !known {
			s.add(u)
		}
	}
	return s
}

// usesOfLine reads one line of a %prep that applies patches.
func usesOfLine(line []byte) []spec.PatchUse {
	if !patchUse.Match(line) {
		return nil
	}
	return spec.Parse(append([]byte("%prep\n"), line...), spec.Options{}).PatchUses
}

var seriesOption = regexp.MustCompile(`^-p([0-9]{1,2}|ab)$`)

// seriesStrip is the level that a line of a list of patches says. quilt's series has one
// without saying it; other lists have none.
func seriesStrip(file string, options []string) strip {
	for _, option := range options {
		if m := seriesOption.FindStringSubmatch(option); m != nil {
			if level, err := strconv.Atoi(m[1]); err == nil {
				return strip{level, true}
			}
			return strip{apply.DefaultStrip, true} // ab: names that begin with a/ and b/
		}
	}
	return strip{apply.DefaultStrip, path.Base(file) == "series"}
}
