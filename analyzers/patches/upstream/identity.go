package upstream

import (
	"regexp"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/git"
	"opendev.org/starlingx/stxscan/syntax/patch"
)

// least is how long a subject has to be, normalised, to say which change it is.
const leastSubject = 12

var (
	changeIDLine = regexp.MustCompile(`(?m)^\s*Change-Id:\s*(I[0-9a-f]{40})\s*$`)
	pickedLine   = regexp.MustCompile(`(?i)\(?(?:cherry[- ]picked from|backported from|upstream|commit)(?: upstream)?(?: commit)?:? \[?([0-9a-f]{12,64})\b`)
	originLine   = regexp.MustCompile(`(?im)^\s*(?:origin|upstream-commit|applied-upstream|upstream-status|url):?.*?\b([0-9a-f]{40})\b`)
	// fromLine is the part of pickedLine that says where a change is from: a text may
	// name a commit for being like it, or for its fault.
	fromLine    = regexp.MustCompile(`(?i)(?:cherry[- ]picked from|backported from|upstream)(?: upstream)?(?: commit)?:? \[?([0-9a-f]{12,64})\b`)
	stableLine  = regexp.MustCompile(`(?i)\bcommit ([0-9a-f]{12,64}) upstream\b`)
	revertsLine = regexp.MustCompile(`(?i)\breverts commit ([0-9a-f]{7,64})\b`)
)

// identify takes from the header of a patch what may name the change upstream.
func (c *carried) identify() {
	headers := append([]patch.Header{c.parsed.Header}, c.parsed.Later...)
	if len(headers) > 1 {
		return // several messages: none stands for the whole
	}
	h := headers[0]
	c.subject = normalSubject(h.Subject)
	text := string(c.src[h.Start:min(h.End, len(c.src))])
	if m := changeIDLine.FindStringSubmatch(text); m != nil {
		c.changeID = m[1]
	}
	if h.Commit != "" {
		c.origins = append(c.origins, strings.ToLower(h.Commit))
	}
	for _, line := range []*regexp.Regexp{fromLine, stableLine, originLine} {
		c.origins = append(c.origins, ids(line, text)...)
	}
	c.sources = append(ids(pickedLine, text), c.origins...)
}

// mostIDs bounds the commits that a text names.
const mostIDs = 20

// ids are the commits that a pattern finds.
func ids(line *regexp.Regexp, text string) []string {
	var list []string
	for _, m := range line.FindAllStringSubmatch(text, mostIDs) {
		list = append(list, strings.ToLower(m[1]))
	}
	return list
}

// normalSubject is a subject without case, signs, tags in brackets, and what
// reviews, backports and reverts put before it.
func normalSubject(subject string) string {
	subject = strings.ToLower(strings.TrimSpace(subject))
	for strings.HasPrefix(subject, "[") {
		_, rest, closed := strings.Cut(subject, "]")
		if !closed {
			break
		}
		subject = strings.TrimSpace(rest)
	}
	for _, prefix := range []string{"upstream:", "backport:", "fix:", "us_", "cgts-"} {
		subject = strings.TrimSpace(strings.TrimPrefix(subject, prefix))
	}
	var b strings.Builder
	for _, r := range subject {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r >= 0x80:
			b.WriteRune(r)
		default:
			if s := b.String(); s != "" && !strings.HasSuffix(s, " ") {
				b.WriteByte(' ')
			}
		}
	}
	s := strings.TrimSpace(b.String())
	if len(s) < leastSubject || !strings.Contains(s, " ") {
		return ""
	}
	return s
}

// says is what the message of a commit says that it is.
type says struct {
	subject  string // normalised
	changeID string
	sources  []string // commits that it was picked from
}

// is says whether the commit is one of those, or picked from one.
func (s *says) is(commit string, ids []string) bool {
	return len(ids) > 0 && (names(ids, commit) || slices.ContainsFunc(s.sources, func(id string) bool { return slices.Contains(ids, id) }))
}

func readMessage(c *git.Revision) says {
	s := says{subject: normalSubject(c.Subject())}
	// Most messages have neither: look for the words before the patterns.
	if strings.Contains(c.Message, "Change-Id:") {
		if m := changeIDLine.FindStringSubmatch(c.Message); m != nil {
			s.changeID = m[1]
		}
	}
	if strings.Contains(c.Message, "icked from") {
		for _, m := range pickedLine.FindAllStringSubmatch(c.Message, 8) {
			s.sources = append(s.sources, strings.ToLower(m[1]))
		}
	}
	return s
}

// readReverts gives the commits that a commit says to take back.
func readReverts(c *git.Revision) []string {
	if !strings.Contains(c.Message, "everts commit") {
		return nil
	}
	var list []string
	for _, m := range revertsLine.FindAllStringSubmatch(c.Message, 8) {
		list = append(list, strings.ToLower(m[1]))
	}
	return list
}

// names says whether one of the ids is the commit's, or begins it.
func names(ids []string, commit string) bool {
	for _, id := range ids {
		if strings.HasPrefix(commit, id) {
			return true
		}
	}
	return false
}
