package history

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"opendev.org/starlingx/stxscan/reports"
)

// Point is a point in time with the runs that computed it.
type Point struct {
	Key   string
	Time  time.Time
	Label string
	// Runs are the one that recorded it and those that computed it again, in the
	// order in which they were made.
	Runs []Run
}

// Newest is the run that computed the point last.
func (p *Point) Newest() Run { return p.Runs[len(p.Runs)-1] }

// byMade orders runs by when they were made. Clocks stand still, and what was
// computed again came after what was recorded.
func byMade(a, b Run) int {
	again := func(r Run) int {
		if r.Kind == KindRescan {
			return 1
		}
		return 0
	}
	return cmp.Or(a.Made.Compare(b.Made), cmp.Compare(again(a), again(b)), cmp.Compare(a.ID, b.ID))
}

// Points puts runs of the same commits and date together, the oldest first.
func Points(runs []Run) []Point {
	at := map[string]int{}
	var points []Point
	for _, run := range runs {
		i, ok := at[run.Point]
		if !ok {
			i = len(points)
			at[run.Point] = i
			points = append(points, Point{Key: run.Point, Time: run.Time})
		}
		points[i].Runs = append(points[i].Runs, run)
	}
	for i := range points {
		p := &points[i]
		slices.SortFunc(p.Runs, byMade)
		for _, run := range p.Runs {
			p.Label = cmp.Or(p.Label, run.Label)
		}
	}
	slices.SortStableFunc(points, func(a, b Point) int { return cmp.Or(a.Time.Compare(b.Time), cmp.Compare(a.Key, b.Key)) })
	return points
}

// Trend says how far the workspace was at every recorded point. Runs that
// cannot be read as data are left out: Verify names them.
func (s *Store) Trend(ctx context.Context) (*reports.Trend, error) {
	x, err := s.openIndex(ctx)
	if err != nil {
		return nil, err
	}
	defer x.close()
	var runs []Run
	commits := map[string]map[string]string{}
	err = x.each(ctx, "SELECT id, size, point, time, made, kind, label, tool, rules, commits FROM run ORDER BY time, point, made, id", nil, func(scan func(...any) error) error {
		run, at, err := scanRun(scan)
		runs = append(runs, run)
		commits[run.ID] = at
		return err
	})
	if err != nil {
		return nil, err
	}
	t := &reports.Trend{Schema: reports.TrendSchema, Targets: []string{}, Origins: []string{}, Points: []reports.TrendPoint{}, Packages: []reports.PackageTrend{}}
	seen := map[packageTarget][]reports.VerdictSince{}
	for i, point := range Points(runs) {
		run := point.Newest()
		p := reports.TrendPoint{
			Time: run.Time, Run: run.ID, Label: point.Label, Made: run.Made, Tool: run.Tool, Rules: run.Rules,
			Rescanned: len(point.Runs) > 1, Commits: commits[run.ID],
		}
		if i > 0 {
			last := &t.Points[i-1]
			p.Moved = last.Tool != p.Tool || last.Rules != p.Rules
		}
		order, origins, err := x.targets(ctx, &p)
		if err != nil {
			return nil, err
		}
		t.Targets, t.Origins = newest(order, t.Targets), newest(origins, t.Origins)
		if err := x.milestones(ctx, &p); err != nil {
			return nil, err
		}
		if i > 0 {
			if err := x.moved(ctx, s, t.Points[i-1].Run, &p); err != nil {
				return nil, err
			}
		}
		t.Points = append(t.Points, p)
		if err := x.verdicts(ctx, run.ID, i, seen); err != nil {
			return nil, err
		}
	}
	for _, at := range slices.SortedFunc(maps.Keys(seen), func(a, b packageTarget) int {
		return cmp.Or(cmp.Compare(a.pkg, b.pkg), cmp.Compare(a.target, b.target))
	}) {
		t.Packages = append(t.Packages, reports.PackageTrend{Package: at.pkg, Target: at.target, Verdicts: seen[at]})
	}
	return t, nil
}

// newest is a list of names in its own order, with those after it that only an
// older one has.
func newest(now, before []string) []string {
	for _, name := range before {
		if !slices.Contains(now, name) {
			now = append(now, name)
		}
	}
	if now == nil {
		now = []string{}
	}
	return now
}

// verdicts notes at which point verdicts became others.
func (x *index) verdicts(ctx context.Context, run string, point int, seen map[packageTarget][]reports.VerdictSince) error {
	there := map[packageTarget]bool{}
	note := func(at packageTarget, v reports.Verdict) {
		list := seen[at]
		if len(list) == 0 || list[len(list)-1].Verdict != v {
			seen[at] = append(list, reports.VerdictSince{Point: point, Verdict: v})
		}
	}
	err := x.each(ctx, "SELECT package, target, verdict FROM verdict WHERE run = ?", []any{run}, func(scan func(...any) error) error {
		at, verdict := packageTarget{}, ""
		if err := scan(&at.pkg, &at.target, &verdict); err != nil {
			return err
		}
		there[at] = true
		note(at, reports.Verdict(verdict))
		return nil
	})
	if err != nil {
		return err
	}
	for at := range seen {
		if !there[at] {
			note(at, "")
		}
	}
	return nil
}
