package finding

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
)

// FingerprintLength is how many hex digits of a SHA-256 a fingerprint keeps:
// 80 bits, so that two of a million findings collide with odds under 1e-12.
const FingerprintLength = 20

// Identify sets the fingerprint and the match key of every finding of one
// file. lines gives the text of a line, numbered from 1. Findings must be in
// the order of the file; ordinals count equals in that order, so they have to
// be given before anything is suppressed or merged.
//
// The fingerprint is made of rule, repo, path, subject, normalised line and
// ordinal: it survives lines moving and being re-indented, not their rewording.
// The match key leaves repo and path out, for renames and split repos.
func Identify(findings []Finding, line func(int) string) {
	ordinals := make(map[string]int, len(findings))
	text, of := "", 0
	for i := range findings {
		f := &findings[i]
		if f.Line != of {
			text, of = shortened(NormaliseLine(line(f.Line))), f.Line
		}
		equal := digest(f.Rule, f.Subject, text)
		ordinal := strconv.Itoa(ordinals[equal])
		ordinals[equal]++
		f.Fingerprint = digest(f.Rule, f.Repo, f.Path, f.Subject, text, ordinal)
		f.MatchKey = digest(f.Rule, f.Subject, text, ordinal)
	}
}

// longLine is the length in bytes from which a digest stands for a line, so that
// a line of megabytes with thousands of findings costs its length but once.
const longLine = 4096

func shortened(text string) string {
	if len(text) < longLine {
		return text
	}
	return digest(text)
}

// NormaliseLine folds every run of blanks into one space and drops those at
// both ends, so that re-indenting does not make a finding new.
func NormaliseLine(line string) string {
	return strings.Join(strings.Fields(line), " ")
}

func digest(parts ...string) string {
	h := sha256.New()
	for _, part := range parts {
		// The length keeps ("ab","c") and ("a","bc") apart.
		h.Write([]byte(strconv.Itoa(len(part))))
		h.Write([]byte{':'})
		h.Write([]byte(part))
	}
	return hex.EncodeToString(h.Sum(nil))[:FingerprintLength]
}
