package scan_test

import (
	"fmt"
	"testing"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// TestOneOwner: a construct is one concern's, so that nobody is told of it
// twice and no work is counted twice.
func TestOneOwner(t *testing.T) { checkOwners(t, "../testdata/starlingx") }

func TestRealOneOwner(t *testing.T) { checkOwners(t, realWorkspace(t)) }

func checkOwners(t *testing.T, root string) {
	report, _, _ := scanned(t, root)
	for _, pair := range sharedPlaces(report) {
		t.Error(pair)
	}
}

// sharedPlaces names places that findings of different concerns stand at.
func sharedPlaces(r *reports.Report) []string {
	first := map[finding.Location]*finding.Finding{}
	var list []string
	for i := range r.Findings {
		f := &r.Findings[i]
		at := f.Location
		at.EndLine = 0
		other := first[at]
		if other == nil {
			first[at] = f
			continue
		}
		if other.Concern != f.Concern {
			list = append(list, fmt.Sprintf("%s/%s:%d:%d is %s and %s: %s", f.Repo, f.Path, f.Line, f.Column, other.Rule, f.Rule, f.Snippet))
		}
	}
	return list
}
