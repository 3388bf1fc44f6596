// Package gitlab writes GitLab's code quality report.
package gitlab

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/ci"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

// Issue is one entry: the keys that GitLab reads, and no others
// (docs.gitlab.com/ci/testing/code_quality, "Code Quality report format").
type Issue struct {
	Description string `json:"description"`
	CheckName   string `json:"check_name"`
	// Fingerprint is unique in the report: GitLab compares reports by it.
	Fingerprint string   `json:"fingerprint"`
	Severity    string   `json:"severity"`
	Location    Location `json:"location"`
}

// Location is a line of a file, its path relative to the checkout.
type Location struct {
	Path  string `json:"path"`
	Lines Lines  `json:"lines"`
}

// Lines names the line, from 1.
type Lines struct {
	Begin int `json:"begin"`
}

// blocker is what breaks the origin, where everything works today.
const blocker = "blocker"

var severities = map[finding.Severity]string{finding.Info: "info", finding.Warning: "minor", finding.Error: "major"}

// Write writes all findings, one a line, those that a base has too: GitLab
// itself compares the report of a merge request with that of its target branch,
// and would take what is missing for fixed. Suppressed findings are left out.
// What could not be told is an entry with the check "unknown". Paths are
// relative to the folder that was scanned, which has to be the checkout. The
// error is that of w.
func Write(w io.Writer, r *reports.Report) error {
	view := ci.All(r)
	prints := fingerprints{}
	out := bufio.NewWriter(w)
	out.WriteString("[")
	separator := "\n"
	add := func(issue Issue) error {
		text, err := json.Marshal(issue)
		if err != nil {
			return fmt.Errorf("encode an entry: %w", err)
		}
		out.WriteString(separator)
		out.Write(text)
		separator = ",\n"
		return nil
	}
	for i := range view.Places {
		if err := add(ofPlace(&view.Places[i], prints)); err != nil {
			return err
		}
	}
	for i := range view.Unknowns {
		if err := add(ofUnknown(&view.Unknowns[i], prints)); err != nil {
			return err
		}
	}
	out.WriteString("\n]\n")
	return out.Flush()
}

func ofPlace(p *ci.Place, prints fingerprints) Issue {
	severity := severities[p.Level]
	if len(p.Origins) > 0 {
		severity = blocker
	}
	return Issue{
		Description: terminal.Clean(p.Rule) + ": " + p.Text(), CheckName: terminal.Clean(p.Rule),
		Fingerprint: prints.unique(terminal.Clean(p.Fingerprint)), Severity: severity,
		Location: Location{terminal.Clean(p.File), Lines{max(p.Line, 1)}},
	}
}

func ofUnknown(u *ci.Unknown, prints fingerprints) Issue {
	severity := "info"
	if u.New {
		severity = "minor"
	}
	// The line stays out: it moves, and the entry would be new.
	sum := sha256.Sum256([]byte(strings.Join([]string{u.Kind, u.Repo, u.Path, u.Package, u.Analyzer, u.Message}, "\x00")))
	return Issue{
		Description: ci.Untold + u.Text(), CheckName: "unknown",
		Fingerprint: prints.unique(hex.EncodeToString(sum[:])[:finding.FingerprintLength]), Severity: severity,
		Location: Location{terminal.Clean(u.File), Lines{max(u.Line, 1)}},
	}
}

// fingerprints counts those that were given.
type fingerprints map[string]int

// unique returns the fingerprint, or, where it was given already, another made
// of it that depends on nothing else than how often.
func (f fingerprints) unique(text string) string {
	for {
		n := f[text]
		f[text]++
		if n == 0 {
			return text
		}
		sum := sha256.Sum256([]byte(text + "\x00" + strconv.Itoa(n)))
		text = hex.EncodeToString(sum[:])[:finding.FingerprintLength]
	}
}
