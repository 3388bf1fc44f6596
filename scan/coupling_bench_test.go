package scan_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/analyzers"
	"opendev.org/starlingx/stxscan/analyzers/platform"
	"opendev.org/starlingx/stxscan/analyzers/rpmdeps"
	"opendev.org/starlingx/stxscan/rules"
)

// mostOfGrammar is how much CPU the analyzers of coupling may add to a scan of
// the whole tree, as a part of what the grammar takes for its Python.
const mostOfGrammar = 1.5

// BenchmarkCoupling measures what rpmdeps and platform add to a scan: the
// reading of every shell, spec, C and other file is theirs.
func BenchmarkCoupling(b *testing.B) {
	root := realWorkspace(b)
	ctx := context.Background()
	set, err := rules.Load(rules.Embedded())
	if err != nil {
		b.Fatal(err)
	}
	w, only := open(b, root), pythonOnly(ctx, open(b, root))
	all := analyzers.All()
	others := slices.DeleteFunc(slices.Clone(all), func(a *analysis.Analyzer) bool {
		return a == rpmdeps.Analyzer || a == platform.Analyzer
	})
	of := func(list []*analysis.Analyzer) (rules []*rules.Rule) {
		for _, a := range list {
			rules = append(rules, set.For(a.Name)...)
		}
		return rules
	}
	var bare, without, with time.Duration
	for b.Loop() {
		for _, run := range []struct {
			list []*analysis.Analyzer
			sum  *time.Duration
		}{{others, &without}, {all, &with}} {
			*run.sum += cpuOf(func() {
				if _, err := mapAll(ctx, w, of(run.list), run.list...); err != nil {
					b.Fatal(err)
				}
			})
		}
		bare += cpuOf(func() { grammarAlone(b, ctx, only) })
	}
	n := float64(b.N)
	added := with - without
	b.ReportMetric(bare.Seconds()/n, "grammar-cpu-s")
	b.ReportMetric(without.Seconds()/n, "without-cpu-s")
	b.ReportMetric(with.Seconds()/n, "with-cpu-s")
	b.ReportMetric(added.Seconds()/bare.Seconds(), "x-grammar")
	if added.Seconds() > mostOfGrammar*bare.Seconds() {
		b.Errorf("coupling adds %.2f times what the grammar takes, more than %.1f", added.Seconds()/bare.Seconds(), mostOfGrammar)
	}
}
