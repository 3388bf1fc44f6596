package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/readiness"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/explain"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

// leastFingerprint is how many digits of a fingerprint are taken for one.
const leastFingerprint = 8

// isFingerprint reports whether the text looks like a fingerprint or the
// beginning of one.
func isFingerprint(text string) bool {
	if len(text) < leastFingerprint || len(text) > finding.FingerprintLength {
		return false
	}
	return strings.Trim(strings.ToLower(text), "0123456789abcdef") == ""
}

// explainFinding looks a fingerprint up and explains its finding.
func explainFinding(c *cobra.Command, w *world, s reportSource, prefix string) error {
	r, err := s.report(c, w)
	if err != nil {
		return err
	}
	f, err := findFinding(r, prefix)
	if err != nil {
		return err
	}
	return explain.Finding(w.stdout, r, f)
}

// findFinding returns the one finding whose fingerprint begins with the digits.
func findFinding(r *reports.Report, prefix string) (*finding.Finding, error) {
	var list []*finding.Finding
	for i := range r.Findings {
		if strings.HasPrefix(r.Findings[i].Fingerprint, prefix) {
			list = append(list, &r.Findings[i])
		}
	}
	switch len(list) {
	case 0:
		return nil, usageError("no finding has the fingerprint %s: it may be gone, or of another workspace; 'stxscan scan -o table --findings' lists what there is", prefix)
	case 1:
		return list[0], nil
	}
	var places strings.Builder
	for _, f := range list[:min(5, len(list))] {
		fmt.Fprintf(&places, "\n  %s  %s/%s:%d %s", f.Fingerprint, terminal.Clean(f.Repo), terminal.Clean(f.Path), f.Line, f.Rule)
	}
	return nil, usageError("%d findings begin with %s: give more digits%s", len(list), prefix, places.String())
}

// explainReadiness prints the decision table.
func explainReadiness(w *world) error {
	var b strings.Builder
	fmt.Fprintln(&b, "How far a package is on a target. The first line that fits decides:")
	fmt.Fprintln(&b)
	for i, row := range readiness.Table() {
		for n, line := range terminal.Wrap(row.When, 70) {
			number, verdict := fmt.Sprintf("%3d.", i+1), string(row.Verdict)
			if n > 0 {
				number, verdict = "", ""
			}
			fmt.Fprintf(&b, "%-5s%-16s%s\n", number, verdict, line)
		}
	}
	_, err := fmt.Fprint(w.stdout, b.String())
	return err
}
