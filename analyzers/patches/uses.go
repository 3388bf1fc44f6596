package patches

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"opendev.org/starlingx/stxscan/syntax/patch"
	"opendev.org/starlingx/stxscan/syntax/spec"
)

// use is a %patch that a patch of a spec adds, takes out or leaves in place.
type use struct {
	number int
	op     byte // as in the hunk: '+', '-' or ' '
	line   int  // of the spec as the patch leaves it, 0 for what is taken out
	strip  strip
}

// hunk says how far a hunk moves what comes after it: the line after it, in the
// spec before and after the patch.
type hunk struct{ before, after int }

// useEdit is what a patch does to the %patch lines of a spec.
type useEdit struct {
	uses  []use // of a number below 0: of all patches
	hunks []hunk
}

var patchUse = regexp.MustCompile(`^\s*%(?:patch\s*(?:-[pP])?\s*\d{0,6}|autosetup|autopatch)\b`)

// editedUses reads which %patch lines a patch of a spec touches. RPM applies
// patches in their order, whatever the numbers of the tags are.
func editedUses(src []byte, p *patch.File) useEdit {
	var e useEdit
	for i := range p.Files {
		d := &p.Files[i]
		if !strings.HasSuffix(d.Path(), ".spec") {
			continue
		}
		for _, h := range d.Hunks {
			if len(e.hunks) == mostNames {
				return e
			}
			e.hunks = append(e.hunks, hunk{h.OldStart + h.OldCount, h.NewStart + h.NewCount})
			for _, l := range h.Lines {
				if l.Op == '\\' || len(e.uses) == mostNames {
					continue
				}
				for _, u := range usesOfLine(src[l.Start:l.End]) {
					e.uses = append(e.uses, use{u.Number, l.Op, l.NewLine, stripOf(&u)})
				}
			}
		}
	}
	return e
}

// places are the lines of a spec where patches are applied, by their numbers.
type places map[int]int

// edit brings the lines up to what one patch of the spec makes of it.
func (p places) edit(e useEdit) {
	for number, line := range p {
		shift := 0
		for _, h := range e.hunks {
			if h.before > line {
				break
			}
			shift = h.after - h.before
		}
		p[number] = line + shift
	}
	for _, u := range e.uses {
		if u.op == '-' {
			delete(p, u.number)
		}
	}
	for _, u := range e.uses {
		if u.op != '-' && u.number >= 0 {
			p[u.number] = u.line
		}
	}
}

// edit brings the levels up to what one patch of the spec makes of it.
func (s *strips) edit(e useEdit) {
	for _, u := range e.uses {
		switch {
		case u.op == '-' && u.number >= 0:
			delete(s.of, u.number)
		case u.op == '-':
			s.all = strip{}
		}
	}
	for _, u := range e.uses {
		switch {
		case u.op == '-' || !u.strip.said:
		case u.number >= 0:
			s.of[u.number] = u.strip
		default:
			s.all = u.strip
		}
	}
}

// appliedOrder returns the numbers of a spec's patches in the order in which
// its %prep applies them. What conditions are known to leave out is left out; a
// spec without a %patch that could be read may apply them in ways of its own,
// and has them all in the order of its tags.
func appliedOrder(s *spec.File) []int {
	var declared, order []int
	for _, p := range s.Patches[:min(len(s.Patches), mostNames)] {
		if taken, known := spec.Taken(p.Conditions); taken || !known {
			declared = append(declared, p.Number)
		}
	}
	for _, u := range s.PatchUses[:min(len(s.PatchUses), mostNames)] {
		if taken, known := spec.Taken(u.Conditions); known && !taken {
			continue
		}
		switch {
		case u.Number >= 0:
			order = append(order, u.Number)
		case u.Macro == "autosetup" && unpatched.MatchString(u.Args):
			// It unpacks, and leaves the patches to what follows.
		default:
			least, most := between(u.Args)
			for _, number := range declared {
				if number >= least && number <= most {
					order = append(order, number)
				}
			}
		}
	}
	if len(s.PatchUses) == 0 {
		return declared
	}
	return order
}

var (
	unpatched  = regexp.MustCompile(`(?:^|\s)-[a-zA-Mo-z]*N`)
	patchRange = regexp.MustCompile(`(?:^|\s)-([mM])\s*(\d{1,9})\b`)
)

// between returns the numbers from and to which an %autopatch applies patches.
func between(args string) (least, most int) {
	most = math.MaxInt
	for _, m := range patchRange.FindAllStringSubmatch(args, 2) {
		number, _ := strconv.Atoi(m[2])
		if m[1] == "m" {
			least = number
		} else {
			most = number
		}
	}
	return least, most
}
