package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"slices"
	"strings"
)

// Verdicts of a judge.
const (
	isTrue  = "true"   // what the rule claims of the place holds
	isFalse = "false"  // it does not
	unsure  = "unsure" // the code alone does not tell
)

// judged is a finding with its verdict, "" as long as there is none.
type judged struct {
	repo, path, line, rule, fingerprint string
	verdict                             string
}

// key tells findings apart; equal lines of a file share no fingerprint.
func (j *judged) key() string {
	return strings.Join([]string{j.repo, j.path, j.rule, j.fingerprint}, "\t")
}

// readVerdicts reads a sheet, judged or not. The first line names the columns;
// those that are not needed may be missing.
func readVerdicts(name string) ([]judged, error) {
	content, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	lines := strings.Split(strings.TrimRight(strings.ReplaceAll(string(content), "\r\n", "\n"), "\n"), "\n")
	at := map[string]int{}
	for i, column := range strings.Split(lines[0], "\t") {
		at[column] = i
	}
	for _, column := range []string{"repo", "path", "line", "rule", "fingerprint", "verdict"} {
		if _, ok := at[column]; !ok {
			return nil, fmt.Errorf("%s: no column %q", name, column)
		}
	}
	var list []judged
	seen := map[string]bool{}
	for i, line := range lines[1:] {
		cells := strings.Split(line, "\t")
		cell := func(column string) string {
			if at[column] >= len(cells) {
				return ""
			}
			return strings.TrimSpace(cells[at[column]])
		}
		j := judged{cell("repo"), cell("path"), cell("line"), cell("rule"), cell("fingerprint"), strings.ToLower(cell("verdict"))}
		if !slices.Contains([]string{"", isTrue, isFalse, unsure}, j.verdict) {
			return nil, fmt.Errorf("%s:%d: verdict %q is none of true, false and unsure", name, i+2, j.verdict)
		}
		if j.fingerprint == "" || seen[j.key()] {
			return nil, fmt.Errorf("%s:%d: no fingerprint, or one that was there before", name, i+2)
		}
		seen[j.key()] = true
		list = append(list, j)
	}
	return list, nil
}

// sameItems says which finding was drawn and not judged, or judged and not
// drawn.
func sameItems(drawn, verdicts []judged) error {
	has := func(list []judged, j judged) bool {
		return slices.ContainsFunc(list, func(other judged) bool { return other.key() == j.key() })
	}
	for _, j := range drawn {
		if !has(verdicts, j) {
			return fmt.Errorf("%s %s:%s:%s was drawn and is not judged", j.rule, j.repo, j.path, j.line)
		}
	}
	for _, j := range verdicts {
		if !has(drawn, j) {
			return fmt.Errorf("%s %s:%s:%s is judged and was not drawn", j.rule, j.repo, j.path, j.line)
		}
	}
	return nil
}

// tally counts verdicts.
type tally struct{ right, wrong, unsure int }

func (t *tally) add(verdict string) {
	switch verdict {
	case isTrue:
		t.right++
	case isFalse:
		t.wrong++
	case unsure:
		t.unsure++
	}
}

func (t *tally) all() int { return t.right + t.wrong + t.unsure }

// share is how many are right. One that the judge is not sure of does not
// count as right: a finding has to convince whoever reads the code.
func (t *tally) share() float64 { return float64(t.right) / float64(max(1, t.all())) }

// wilson is the lower bound of Wilson's interval for a share of right ones
// among n: with 95 % in the interval, 97.5 % above the bound.
func wilson(right, n int) float64 {
	if n == 0 {
		return 0
	}
	const z = 1.959963984540054
	p, size := float64(right)/float64(n), float64(n)
	centre := p + z*z/(2*size)
	spread := z * math.Sqrt(p*(1-p)/size+z*z/(4*size*size))
	return max(0, (centre-spread)/(1+z*z/size))
}

// writeScore writes the shares overall, by family, and the rules of which more
// than a tenth is not right.
func writeScore(out io.Writer, verdicts []judged) {
	var all tally
	families, rules := map[string]*tally{}, map[string]*tally{}
	count := func(m map[string]*tally, name, verdict string) {
		if m[name] == nil {
			m[name] = &tally{}
		}
		m[name].add(verdict)
	}
	for _, j := range verdicts {
		all.add(j.verdict)
		count(families, family(j.rule), j.verdict)
		count(rules, j.rule, j.verdict)
	}
	fmt.Fprint(out, "| family | judged | true | false | unsure | share | lower bound, 95 % |\n|---|---:|---:|---:|---:|---:|---:|\n")
	row := func(name string, t *tally) {
		fmt.Fprintf(out, "| %s | %d | %d | %d | %d | %.3f | %.3f |\n",
			name, t.all(), t.right, t.wrong, t.unsure, t.share(), wilson(t.right, t.all()))
	}
	row("all", &all)
	for _, name := range slices.Sorted(maps.Keys(families)) {
		row(strings.TrimSuffix(name, "-"), families[name])
	}
	bad := slices.DeleteFunc(slices.Sorted(maps.Keys(rules)), func(name string) bool { return rules[name].share() >= 0.9 })
	if len(bad) == 0 {
		fmt.Fprint(out, "\nNo rule has more than a tenth that is not true.\n")
		return
	}
	slices.SortStableFunc(bad, func(a, b string) int { return cmp.Compare(rules[a].share(), rules[b].share()) })
	fmt.Fprint(out, "\nRules of which more than a tenth is not true:\n\n| rule | judged | false | unsure |\n|---|---:|---:|---:|\n")
	for _, name := range bad {
		fmt.Fprintf(out, "| %s | %d | %d | %d |\n", name, rules[name].all(), rules[name].wrong, rules[name].unsure)
	}
}
