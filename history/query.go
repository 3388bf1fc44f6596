package history

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/policy"
	"opendev.org/starlingx/stxscan/reports"
)

// scanRun reads a row of run.
func scanRun(scan func(...any) error) (run Run, commits map[string]string, err error) {
	var when, made int64
	var kind, text string
	if err := scan(&run.ID, &run.Size, &run.Point, &when, &made, &kind, &run.Label, &run.Tool, &run.Rules, &text); err != nil {
		return run, nil, err
	}
	run.Time, run.Made, run.Kind = time.Unix(when, 0).UTC(), time.Unix(made, 0).UTC(), Kind(kind)
	return run, commits, json.Unmarshal([]byte(text), &commits)
}

// target reads the targets of a run, in their order.
func (x *index) targets(ctx context.Context, p *reports.TrendPoint) (order, origins []string, err error) {
	p.Targets = map[string]reports.TrendTarget{}
	err = x.each(ctx, `SELECT id, origin, packages, blocked, needs_work, not_assessable, likely, ready, not_applicable,
		breaks, changes, blocking, work_items, minutes FROM target WHERE run = ? ORDER BY position`, []any{p.Run}, func(scan func(...any) error) error {
		id, origin := "", false
		t := reports.TrendTarget{Concerns: map[finding.Concern]reports.TrendConcern{}}
		h := &t.Headline
		if err := scan(&id, &origin, &h.Packages, &h.Blocked, &h.NeedsWork, &h.NotAssessable, &h.Likely, &h.Ready, &h.NotApplicable,
			&h.Breaks, &h.Changes, &t.Blocking, &t.WorkItems, &t.Minutes); err != nil {
			return err
		}
		order = append(order, id)
		if origin {
			origins = append(origins, id)
		}
		p.Targets[id] = t
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	err = x.each(ctx, "SELECT target, concern, packages, blocking, work_items, minutes FROM concern WHERE run = ?", []any{p.Run}, func(scan func(...any) error) error {
		target, concern := "", ""
		var c reports.TrendConcern
		if err := scan(&target, &concern, &c.Packages, &c.Blocking, &c.WorkItems, &c.Minutes); err != nil {
			return err
		}
		p.Targets[target].Concerns[finding.Concern(concern)] = c
		return nil
	})
	return order, origins, err
}

// milestones reads how far each was at a point.
func (x *index) milestones(ctx context.Context, p *reports.TrendPoint) error {
	p.Milestones = []reports.TrendMilestone{}
	return x.each(ctx, "SELECT id, title, target, packages, done, unknown FROM milestone WHERE run = ? ORDER BY position", []any{p.Run}, func(scan func(...any) error) error {
		var m reports.TrendMilestone
		err := scan(&m.ID, &m.Title, &m.Target, &m.Packages, &m.Done, &m.Unknown)
		p.Milestones = append(p.Milestones, m)
		return err
	})
}

// moved reads what moved on the targets since the point before, and finds it out
// where the index does not know.
func (x *index) moved(ctx context.Context, s *Store, before string, p *reports.TrendPoint) error {
	pairs := 0
	err := x.each(ctx, "SELECT COUNT(*) FROM pair WHERE run = ? AND before = ?", []any{p.Run, before}, func(scan func(...any) error) error {
		return scan(&pairs)
	})
	if err == nil && pairs == 0 {
		err = x.compare(ctx, s, before, p.Run)
	}
	if err != nil {
		return err
	}
	return x.each(ctx, "SELECT target, cause, concern, came, gone FROM moved WHERE run = ? AND before = ? ORDER BY position", []any{p.Run, before}, func(scan func(...any) error) error {
		target, concern := "", ""
		var m reports.TrendMove
		if err := scan(&target, &m.Cause, &concern, &m.Came, &m.Gone); err != nil {
			return err
		}
		m.Concern = finding.Concern(concern)
		if t, ok := p.Targets[target]; ok {
			t.Moved = append(t.Moved, m)
			p.Targets[target] = t
		}
		return nil
	})
}

// compare notes what moved between two runs.
func (x *index) compare(ctx context.Context, s *Store, before, run string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	old, err := s.report(before)
	if err != nil {
		return err
	}
	new, err := s.report(run)
	if err != nil {
		return err
	}
	d := policy.Compare(old, new)
	return x.transaction(ctx, func(tx *sql.Tx) error {
		for _, of := range []string{"pair", "moved"} {
			if _, err := tx.ExecContext(ctx, "DELETE FROM "+of+" WHERE run = ? AND before = ?", run, before); err != nil {
				return err
			}
		}
		into := inserter{ctx: ctx, tx: tx}
		into.row("pair", run, before)
		n := 0
		for _, t := range d.Targets {
			for _, p := range t.Places {
				into.row("moved", run, before, n, t.Target, string(p.Cause), string(p.Concern), p.Came, p.Gone)
				n++
			}
		}
		return into.err
	})
}
