package main

import (
	"regexp"
	"strings"
	"time"

	"opendev.org/starlingx/stxscan/git"
)

// The words by which a commit is taken for one that ported code to Python 3.
var (
	// named are those of a subject.
	named = regexp.MustCompile(`(?i)\bpy(thon)?[ -]?(2/3|3k?|2to3)\b(\.[0-6x]|\.\d\+|[^.\w-]|-|\.?$)` +
		`|python ?2 ?/ ?(python ?)?3|\bpep ?479|has_key|iteritems|xrange|basestring|\bexception\.message\b|division operator` +
		`|relative imports?\b`)
	// told are those of the text below it, which also tells of other things.
	told = regexp.MustCompile(`(?i)(^|[^/\w])(python ?3|py3k?)\b(\.x)?([^.\w/-]|\.\s|\.$|$)|python ?2(\.7)? ?/ ?3|\bpep ?479`)
	// other say that a commit is about how code is tested, built and packaged, or
	// that it takes back, copies, or cleans up behind a port.
	other = regexp.MustCompile(`(?i)^revert|\bzuul\b|\btox\b|\btox\.ini|nodeset|\bgate\b|unit tests?\b|test (case|cover|framework)|\buts?\b` +
		`|packag|upver|up-?rev|wheel|docker|requirements|depend(s|enc)|add pylint|portability checks|pylint\.?rc|pylint rules` +
		`|the six library|remove python ?2|\bpip\b|python3-\w|python 3\.(7|8|9|1\d)\b|python3\.(7|8|9|1\d)\b [^+]|codestyle`)
	// trailers are lines of the text that name no reason.
	trailers = regexp.MustCompile(`(?im)^\s*(story|task|topic|[a-z]+-bug|change-id|signed-off-by|co-authored-by|depends-on|pass|test(ed)?[ a-z]*|https?)\b.*$`)
)

// The ends of what is looked at: afterwards no repo was tested with Python 2
// any more, and what says Python 3 is about one of its versions.
var ported = time.Date(2023, 3, 1, 0, 0, 0, 0, time.UTC)

// Ways to tell that a commit ported code.
const (
	byName = "named" // the subject says so
	byText = "told"  // only the text below it does
)

// MaxTold bounds the hunks of a commit whose subject is about something else:
// a larger one does that, and some porting on the way.
const MaxTold = 6

// portingCommit says by what a commit is one that ported code to Python 3, ""
// if it is none.
func portingCommit(r *git.Revision) string {
	if len(r.Parents) != 1 || !r.Committed.Before(ported) {
		return ""
	}
	subject, text, _ := strings.Cut(r.Message, "\n")
	switch {
	case other.MatchString(subject):
		return ""
	case named.MatchString(subject):
		return byName
	case told.MatchString(trailers.ReplaceAllString(text, "")):
		return byText
	}
	return ""
}
