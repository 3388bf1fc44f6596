package policy

import (
	"testing"

	"opendev.org/starlingx/stxscan/finding"
)

// TestInputsAreNotNew: that a target has no index is nothing that a change of
// the code brought, also if the change brought the first need to look up.
func TestInputsAreNotNew(t *testing.T) {
	index := finding.Unknown{Kind: finding.UnknownInput, Message: "no index of Debian 12", Settle: "an index"}
	own := finding.Unknown{Kind: finding.UnknownInput, Repo: "config", Package: "sysinv", Message: "its metadata is missing", Settle: "the metadata"}
	if got := newUnknowns(nil, []finding.Unknown{index, own}, nil); len(got) != 1 || got[0].Repo != "config" {
		t.Errorf("%+v", got)
	}
}
