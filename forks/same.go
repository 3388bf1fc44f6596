package forks

import (
	"context"
	"path"
	"regexp"
	"strings"
	"time"
	"unicode"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/git"
	"opendev.org/starlingx/stxscan/syntax/patch"
)

var (
	changeID     = regexp.MustCompile(`(?m)^Change-Id: (I[0-9a-f]{40})\s*$`)
	cherryPicked = regexp.MustCompile(`cherry picked from commit ([0-9a-f]{40})`)
)

// shortSubject is the length up to which a subject, such as "fix build", says nothing.
const shortSubject = 12

// sameShare is the share of a commit's lines from which another that claims to be the
// same is believed.
const sameShare = .5

// cutOff is why nothing is said of what is not in a clone without all its history.
const cutOff = "the clone is shallow: run git fetch --unshallow in it"

// SameCommits recognises commits that upstream's main branch has under the same id or
// Change-Id, that were picked from it, or that have the same subject; with most of
// their lines, or they are for review. Nothing else is looked for, so that what is not
// found may still be there in another form. What git cannot tell is unknown, with why:
// of a shallow clone, all that is not found. Only a canceled context is an error.
func SameCommits(ctx context.Context, fork, upstream *git.Repo, commits []git.CommitStat) ([]*finding.Upstreamed, error) {
	states := make([]*finding.Upstreamed, len(commits))
	history, shallow, err := readUpstream(ctx, upstream)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		for i := range states {
			states[i] = unread("upstream's history", err)
		}
		return states, nil
	}
	index := indexOf(history)
	for i := range commits {
		c := &commits[i]
		found, by := index.find(&c.Revision)
		switch {
		case found == nil && shallow:
			states[i] = &finding.Upstreamed{State: finding.UpstreamUnknown, Why: cutOff}
			continue
		case found == nil:
			states[i] = &finding.Upstreamed{State: finding.UpstreamNot, Why: "no commit of upstream's main branch has its id, Change-Id or subject"}
			continue
		case by == "commit":
			states[i] = &finding.Upstreamed{State: finding.UpstreamHas, By: by, Covered: 1}
		case shallow && len(found.Parents) == 0:
			// What it changes cannot be told without the commit before it.
			states[i] = &finding.Upstreamed{State: finding.UpstreamUnknown, By: by, Why: cutOff}
		default:
			states[i] = compare(ctx, fork, upstream, &c.Revision, found, by)
		}
		states[i].Commits = []finding.UpstreamCommit{{ID: found.ID, Date: found.Committed.Format(time.DateOnly), Subject: found.Subject()}}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	return states, nil
}

// readUpstream reads the history of upstream's main branch, and whether it is cut off.
func readUpstream(ctx context.Context, upstream *git.Repo) (history []git.Revision, shallow bool, err error) {
	if history, err = upstream.History(ctx, "HEAD"); err != nil {
		return nil, false, err
	}
	shallow, err = upstream.Shallow(ctx)
	return history, shallow, err
}

// unread says that something could not be read.
func unread(what string, err error) *finding.Upstreamed {
	return &finding.Upstreamed{State: finding.UpstreamUnknown, Why: what + " cannot be read: " + cause(err)}
}

// known finds commits of upstream by what they say of themselves. A subject that
// several have is nobody's.
type known struct {
	ids, changes, subjects map[string]*git.Revision
}

func indexOf(history []git.Revision) *known {
	k := &known{map[string]*git.Revision{}, map[string]*git.Revision{}, map[string]*git.Revision{}}
	for i := range history {
		c := &history[i]
		k.ids[c.ID] = c
		if id := lastMatch(changeID, c.Message); id != "" {
			k.changes[id] = c
		}
		if _, several := k.subjects[c.Subject()]; several {
			k.subjects[c.Subject()] = nil
		} else {
			k.subjects[c.Subject()] = c
		}
	}
	return k
}

func lastMatch(re *regexp.Regexp, message string) string {
	all := re.FindAllStringSubmatch(message, -1)
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1][1]
}

func (k *known) find(c *git.Revision) (*git.Revision, string) {
	if own := k.ids[c.ID]; own != nil {
		return own, "commit"
	}
	if own := k.changes[lastMatch(changeID, c.Message)]; own != nil {
		return own, "change-id"
	}
	if own := k.ids[lastMatch(cherryPicked, c.Message)]; own != nil {
		return own, "cherry-pick"
	}
	if own := k.subjects[c.Subject()]; own != nil && len(c.Subject()) > shortSubject {
		return own, "subject"
	}
	return nil, ""
}

// compare holds the lines of a commit against those of the one that it seems to be.
func compare(ctx context.Context, fork, upstream *git.Repo, c, found *git.Revision, by string) *finding.Upstreamed {
	own, err := linesOf(ctx, fork, c)
	if err != nil {
		return unread("what it changes", err)
	}
	its, err := linesOf(ctx, upstream, found)
	if err != nil {
		return unread("what upstream's commit changes", err)
	}
	common := 0
	for line := range own {
		if its[line] {
			common++
		}
	}
	u := &finding.Upstreamed{State: finding.UpstreamReview, By: by, Why: "a commit of upstream's says to be the same, and has less than half of its lines"}
	if len(own) > 0 {
		u.Covered = float64(common) / float64(len(own))
	}
	switch {
	case len(own) == 0:
		u.Why = "it changes no lines that could be compared"
	case common == len(own) && len(its) == len(own):
		u.State, u.By, u.Why = finding.UpstreamHas, "patch-id", ""
	case u.Covered >= sameShare:
		u.State, u.Why = finding.UpstreamHas, ""
	}
	return u
}

// linesOf returns the lines that a commit changes, each with its file's name and
// without white space. A commit without a parent has none.
func linesOf(ctx context.Context, repo *git.Repo, c *git.Revision) (map[string]bool, error) {
	lines := map[string]bool{}
	if len(c.Parents) == 0 {
		return lines, nil
	}
	src, err := repo.Patch(ctx, c.Parents[0], c.ID)
	if err != nil {
		return nil, err
	}
	parsed := patch.Parse(src)
	for i := range parsed.Files {
		d := &parsed.Files[i]
		for _, h := range d.Hunks {
			for _, l := range h.Lines {
				text := strings.Map(func(r rune) rune {
					if unicode.IsSpace(r) {
						return -1
					}
					return r
				}, string(src[l.Start:l.End]))
				if (l.Op == '+' || l.Op == '-') && text != "" {
					lines[path.Base(d.Path())+"\x00"+string(l.Op)+text] = true
				}
			}
		}
	}
	return lines, nil
}
