package finding

import "fmt"

// ForkDivergence is what a fork that packages are built from has beyond its base.
type ForkDivergence struct {
	// Measured is false if the size is not known: Why says what is missing, and
	// Settle what would tell.
	Measured bool   `json:"measured"`
	Why      string `json:"why,omitempty"`
	Settle   string `json:"settle,omitempty"`
	// Base is the revision of upstream that the packaging names, Head the commit
	// that was measured.
	Base string `json:"base,omitempty"`
	Head string `json:"head,omitempty"`
	// Commits counts those after the base, merges left out; Files the different
	// files that they change; Added and Removed their lines.
	Commits int `json:"commits"`
	Files   int `json:"files"`
	Added   int `json:"added"`
	Removed int `json:"removed"`
	// Upstream counts the commits by what upstream has of them; left out if nobody
	// looked.
	Upstream map[UpstreamState]int `json:"upstream,omitempty"`
	// List holds the commits, the newest first, MaxForkCommits at most.
	List []ForkCommit `json:"list,omitempty"`
}

// MaxForkCommits is how many commits of a fork a report lists.
const MaxForkCommits = 200

// ForkCommit is a commit of a fork. Date is its day, YYYY-MM-DD.
type ForkCommit struct {
	ID         string      `json:"id"`
	Date       string      `json:"date"`
	Subject    string      `json:"subject"`
	Files      int         `json:"files"`
	Added      int         `json:"added"`
	Removed    int         `json:"removed"`
	Upstreamed *Upstreamed `json:"upstreamed,omitempty"`
}

// String says in a line how far the fork is from its base.
func (d *ForkDivergence) String() string {
	if !d.Measured {
		text := "divergence of unknown size: " + d.Why
		if d.Settle != "" {
			text += "; to settle it: " + d.Settle
		}
		return text
	}
	text := fmt.Sprintf("%s since %.12s: %s, +%d -%d lines", counted(d.Commits, "commit"), d.Base, counted(d.Files, "file"), d.Added, d.Removed)
	if d.Upstream != nil {
		text += fmt.Sprintf("; upstream has %d of them, %d are for review", d.Upstream[UpstreamHas], d.Upstream[UpstreamReview])
	}
	return text
}

func counted(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return fmt.Sprintf("%d %s", n, what)
}
