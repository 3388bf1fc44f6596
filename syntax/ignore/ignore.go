// Package ignore reads the comments by which people quiet findings in the code:
//
//	code()  # stxscan:ignore[PY2-S001,RPM-*] until=2026-12-31 why it may stay
//	# stxscan:ignore-file[OS-004] why that is so of the whole file
//
// Rules and reason must be given. What begins like such a comment and is none
// comes back with what is wrong with it, so that nobody takes it for one.
package ignore

import (
	"fmt"
	"regexp"
	"strings"
	"time"
)

// Kind is what is wrong with a comment.
type Kind int

// The kinds.
const (
	Fine      Kind = iota
	Malformed      // it does not say which rules, or not in this form
	NoReason       // it does not say why
)

// Directive is what a comment says.
type Directive struct {
	// Rules are the ids or globs in upper case: * is any text, ? one character.
	Rules []string
	// WholeFile is set for ignore-file.
	WholeFile bool
	// Until is the last day on which it applies, YYYY-MM-DD; empty for no end.
	Until  string
	Reason string
	// Wrong is Fine if it applies; Problem says what is wrong else.
	Wrong   Kind
	Problem string
}

// Marker is how a directive begins. What does not hold it has none.
const Marker = "stxscan:ignore"

const (
	// maxText is how much of a comment is looked at, in bytes.
	maxText = 1000
	// maxRules is how many rules one comment may name.
	maxRules = 50
)

var (
	head     = regexp.MustCompile(`\Astxscan:ignore([A-Za-z_-]*)(\[([^\]]*)\])?[ \t]*`)
	ruleGlob = regexp.MustCompile(`\A[A-Za-z0-9*?-]*[A-Za-z0-9][A-Za-z0-9*?-]*\z`)
	untilDay = regexp.MustCompile(`\Auntil=([^\s:,;]*)[:,;]?[ \t]*`)
)

// Parse reads a directive. text begins with Marker and ends where the comment
// does; ok is false if it does not begin so.
func Parse(text string) (d Directive, ok bool) {
	if len(text) > maxText {
		text = text[:maxText]
	}
	m := head.FindStringSubmatch(text)
	if m == nil {
		return Directive{}, false
	}
	rest := text[len(m[0]):]
	switch m[1] {
	case "":
	case "-file":
		d.WholeFile = true
	default:
		d.wrong(Malformed, "there is no stxscan:ignore%s: write stxscan:ignore[RULE] or stxscan:ignore-file[RULE]", m[1])
	}
	if m[2] == "" {
		d.wrong(Malformed, "it names no rule: write stxscan:ignore[RULE] reason, brackets closed")
	} else {
		d.rules(m[3])
	}
	if day := untilDay.FindStringSubmatch(rest); day != nil {
		rest = rest[len(day[0]):]
		d.Until = day[1]
		if _, err := time.Parse(time.DateOnly, d.Until); err != nil {
			d.wrong(Malformed, "until=%.30s: want a day such as until=2026-12-31", d.Until)
		}
	}
	d.Reason = strings.TrimSpace(strings.Trim(strings.TrimSpace(rest), ":-–—"))
	if d.Reason == "" {
		d.wrong(NoReason, "it gives no reason: say behind the brackets why it may stay")
	}
	return d, true
}

// wrong notes the first thing that is wrong.
func (d *Directive) wrong(kind Kind, format string, args ...any) {
	if d.Wrong == Fine {
		d.Wrong, d.Problem = kind, fmt.Sprintf(format, args...)
	}
}

func (d *Directive) rules(list string) {
	for name := range strings.SplitSeq(list, ",") {
		name = strings.ToUpper(strings.TrimSpace(name))
		switch {
		case name == "":
			d.wrong(Malformed, "it names no rule: write stxscan:ignore[RULE], several with commas between")
		case strings.Trim(name, "*?-") == "":
			d.wrong(Malformed, "[%.30s] would quiet every rule: name those that are meant", name)
		case !ruleGlob.MatchString(name):
			d.wrong(Malformed, "%.30q is no id of a rule and no glob of ids, such as PY2-S001 or PY2-S*", name)
		case len(d.Rules) == maxRules:
			d.wrong(Malformed, "it names more than %d rules: use a glob, or .stxscan.yaml", maxRules)
		default:
			d.Rules = append(d.Rules, name)
		}
	}
}
