package finding

import (
	"fmt"
	"strings"
)

// Float says how a pinned version stands to the one that a target has: whether
// the pin can float there. Versions are upstream's, without epoch and release.
type Float struct {
	Class FloatClass `json:"class"`
	// Pinned and Target are the two versions; Target is empty where it is not known.
	Pinned string `json:"pinned"`
	Target string `json:"target,omitempty"`
	// SonameFrom is the library that was there, as needs of the workspace or the
	// origin's index name it, and SonameTo the one that the target has.
	SonameFrom string `json:"soname_from,omitempty"`
	SonameTo   string `json:"soname_to,omitempty"`
	// Note says in a few words what else there is to know: why it is unknown.
	Note string `json:"note,omitempty"`
}

// String writes a float in a line: "major-jump, 1.8.3 -> 2.6.1, libx.so.2 ->
// libx.so.5".
func (f *Float) String() string {
	text := string(f.Class)
	switch {
	case f.Target != "":
		text += ", " + f.Pinned + " -> " + f.Target
	case f.Pinned != "":
		text += ", " + f.Pinned
	}
	switch {
	case f.SonameFrom != "" && f.SonameFrom != f.SonameTo:
		text += ", " + f.SonameFrom + " -> " + f.SonameTo
	case f.SonameTo != "":
		text += ", " + f.SonameTo
	}
	if f.Note != "" {
		text += ": " + f.Note
	}
	return text
}

// FloatClass is a class of floats.
type FloatClass string

// The classes, a closed list.
const (
	FloatSame    FloatClass = "same"          // the same version
	FloatNewer   FloatClass = "newer"         // newer, with the same major number
	FloatMajor   FloatClass = "major-jump"    // newer, with another major number
	FloatSoname  FloatClass = "soname-change" // the library has another interface
	FloatOlder   FloatClass = "older"         // older: it may be the wrong package
	FloatGone    FloatClass = "gone"          // the target has none
	FloatDropped FloatClass = "dropped"       // the target needs none: part of Python, or without a meaning there
	FloatUnknown FloatClass = "unknown"       // it cannot be told
)

// FloatClasses lists every class, those that need no look first.
var FloatClasses = []FloatClass{FloatSame, FloatNewer, FloatDropped, FloatMajor, FloatSoname, FloatOlder, FloatGone, FloatUnknown}

// Floats reports whether a pin of the class can be let go: the target's version
// serves in its place, or none is needed.
func (c FloatClass) Floats() bool {
	return c == FloatSame || c == FloatNewer || c == FloatDropped
}

// NeedsLook reports whether somebody has to look at a pin of the class. What is
// unknown needs data first.
func (c FloatClass) NeedsLook() bool { return !c.Floats() && c != FloatUnknown }

// FloatCounts counts pins by class.
type FloatCounts map[FloatClass]int

// Sum returns how many pins float, how many need a look, and of how many it
// cannot be told.
func (c FloatCounts) Sum() (float, look, unknown int) {
	for class, n := range c {
		switch {
		case class.Floats():
			float += n
		case class.NeedsLook():
			look += n
		default:
			unknown += n
		}
	}
	return float, look, unknown
}

// String writes the counts as a sentence: "780 float, 479 need a look (420
// major-jump, 59 gone), 667 unknown".
func (c FloatCounts) String() string {
	float, look, unknown := c.Sum()
	var parts []string
	for _, class := range FloatClasses {
		if n := c[class]; n > 0 && class.NeedsLook() {
			parts = append(parts, fmt.Sprintf("%d %s", n, class))
		}
	}
	text := fmt.Sprintf("%d float, %d need a look", float, look)
	if len(parts) > 0 {
		text += " (" + strings.Join(parts, ", ") + ")"
	}
	return text + fmt.Sprintf(", %d unknown", unknown)
}
