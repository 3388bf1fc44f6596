package reports

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

const (
	// maxTrend is the largest trend that DecodeTrend reads, in bytes.
	maxTrend = 256 << 20
	// maxTrendPoints is how many points a trend may have: one a day for 27 years.
	maxTrendPoints = 10000
)

// DecodeTrend reads the JSON of a trend and checks it: its points are sorted by
// time, and the verdicts of packages name points that are there, in their order. The
// error says what is wrong.
func DecodeTrend(in io.Reader) (*Trend, error) {
	text, err := io.ReadAll(io.LimitReader(in, maxTrend+1))
	if err != nil {
		return nil, fmt.Errorf("cannot be read: %w", err)
	}
	if len(text) > maxTrend {
		return nil, fmt.Errorf("has more than %d MiB: no trend is as large", maxTrend>>20)
	}
	// Other JSON of ours has other types under the same names.
	var head struct {
		Schema string `json:"schema"`
	}
	if err := json.Unmarshal(text, &head); err != nil {
		return nil, fmt.Errorf("is no JSON of a trend: %w", err)
	}
	if err := checkTrendSchema(head.Schema); err != nil {
		return nil, err
	}
	var t Trend
	if err := json.Unmarshal(text, &t); err != nil {
		return nil, fmt.Errorf("is no JSON of a trend: %w", err)
	}
	if err := t.check(); err != nil {
		return nil, err
	}
	return &t, nil
}

// checkTrendSchema refuses what is no trend, or one of another major version.
func checkTrendSchema(schema string) error {
	name, major, _ := strings.Cut(TrendSchema, "/")
	major, _, _ = strings.Cut(major, ".")
	switch got, version, _ := strings.Cut(schema, "/"); {
	case got != name:
		return fmt.Errorf("is no trend: its schema is %.40q, want %q; 'stxscan history trend -o json' writes one", schema, TrendSchema)
	case version != major && !strings.HasPrefix(version, major+"."):
		return fmt.Errorf("is a trend of another version, %.40q: this one reads %q", schema, TrendSchema)
	}
	return nil
}

func (t *Trend) check() error {
	if len(t.Points) > maxTrendPoints {
		return fmt.Errorf("has %d points, more than %d", len(t.Points), maxTrendPoints)
	}
	for i := range t.Points {
		if i > 0 && t.Points[i].Time.Before(t.Points[i-1].Time) {
			return fmt.Errorf("its point %d is older than the one before it", i+1)
		}
	}
	for _, p := range t.Packages {
		last := -1
		for _, v := range p.Verdicts {
			if v.Point <= last || v.Point >= len(t.Points) {
				return fmt.Errorf("its package %.80q names points that are not there or out of order", p.Package)
			}
			last = v.Point
		}
	}
	return nil
}
