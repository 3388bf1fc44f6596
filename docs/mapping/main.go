// Command mapping measures how often the names that a target has for needs are
// right: it draws needs of a report for people to judge, and holds what the
// resolver says today against what they found to be true.
//
//	go run ./docs/mapping draw -target debian-12 -seed 1 REPORT.json > SHEET.tsv
//	go run ./docs/mapping score docs/mapping/debian-12.tsv
//	go run ./docs/mapping relations REPORT.json
//	go run ./docs/mapping pins REPORT.json
//	go run ./docs/mapping pins -target debian-12 -n 60 -seed 1 REPORT.json > SHEET.tsv
//
// A sheet has the need, the verdict and what it rests on; whoever judges looks the
// need up in the target's own index. The golden set has what is true. Relations of
// debian/control need no mapping: they hold the index against what the port asks for.
package main

import (
	"bufio"
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/distro"
	"opendev.org/starlingx/stxscan/distro/builtin"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/rules"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "mapping:", err)
		os.Exit(1)
	}
}

func run(args []string, w io.Writer) error {
	if len(args) == 0 {
		return errors.New("draw, score, relations or pins?")
	}
	out := bufio.NewWriter(w)
	return errors.Join(command(args[0], args[1:], out), out.Flush())
}

func command(name string, args []string, out io.Writer) error {
	switch name {
	case "draw":
		return runDraw(args, out)
	case "pins":
		return runPins(args, out)
	case "score":
		if len(args) != 1 {
			return errors.New("score: name one golden set")
		}
		return runScore(args[0], out)
	case "relations":
		if len(args) != 1 {
			return errors.New("relations: name one report")
		}
		report, err := readReport(args[0])
		if err != nil {
			return err
		}
		relations(report, out)
		return nil
	}
	return fmt.Errorf("%s: neither draw, score, relations nor pins", name)
}

func readReport(name string) (*reports.Report, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return reports.Decode(file)
}

func runDraw(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("draw", flag.ContinueOnError)
	target := flags.String("target", "debian-12", "the `target` whose verdicts are drawn")
	n := flags.Int("n", 200, "how many needs are drawn")
	missing := flags.Int("missing", 50, "how many of them are missing, if there are as many")
	seed := flags.Uint64("seed", 1, "the same seed draws the same needs of the same report")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() != 1 {
		return errors.New("draw: name one report")
	}
	report, err := readReport(flags.Arg(0))
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "name\tkind\tverdict\ttarget name\tversion\tevidence\tjudged\tright verdict\tright name\treason")
	for _, d := range draw(report, *target, *n, *missing, *seed) {
		v := d.Verdicts[*target]
		fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%s\t%s\t\t\t\t\n", d.Name, distro.KindOf(d), v.Verdict, v.Name, v.Version, v.Evidence)
	}
	return nil
}

// draw takes needs that are not StarlingX's own and no pins, nor Debian's names, each name once: of
// those that are missing as many as wanted, of the others by chance.
func draw(r *reports.Report, target string, n, missing int, seed uint64) []*finding.Dependency {
	seen := map[string]bool{}
	var lost, others []*finding.Dependency
	for i := range r.Dependencies {
		d := &r.Dependencies[i]
		v, ok := d.Verdicts[target]
		key := d.Name + "\t" + string(distro.KindOf(d))
		if !ok || d.Need == finding.NeedPin || d.Naming == finding.NamedByDebian || v.Verdict == finding.OwnPackage || strings.ContainsAny(d.Name, "$%") || seen[key] {
			continue
		}
		seen[key] = true
		if v.Verdict == finding.Missing {
			lost = append(lost, d)
		} else {
			others = append(others, d)
		}
	}
	random := rand.New(rand.NewPCG(seed, 0)) //nolint:gosec // has to be repeatable
	for _, list := range [][]*finding.Dependency{lost, others} {
		slices.SortFunc(list, func(a, b *finding.Dependency) int {
			return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Need, b.Need))
		})
		random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	}
	list := slices.Clone(lost[:min(missing, len(lost))])
	return append(list, others[:min(max(0, n-len(list)), len(others))]...)
}

// golden is a need with what is true of it.
type golden struct {
	name, kind, verdict, target string
}

func readGolden(name string) ([]golden, error) {
	content, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var list []golden
	for i, line := range strings.Split(strings.TrimRight(string(content), "\n"), "\n") {
		if i == 0 || strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Split(line, "\t")
		if len(fields) < 4 {
			return nil, fmt.Errorf("%s:%d: %d fields, want name, kind, verdict and the target's name", name, i+1, len(fields))
		}
		list = append(list, golden{fields[0], fields[1], fields[2], fields[3]})
	}
	return list, nil
}

// runScore holds today's verdicts against a golden set, whose file is called
// after its target.
func runScore(name string, out io.Writer) error {
	list, err := readGolden(name)
	if err != nil {
		return err
	}
	target := strings.TrimSuffix(filepath.Base(name), ".tsv")
	right, wrong, err := score(list, target)
	if err != nil {
		return err
	}
	for _, w := range wrong {
		fmt.Fprintln(out, w)
	}
	fmt.Fprintf(out, "%s: %d of %d right, %.3f\n", target, right, len(list), float64(right)/float64(max(1, len(list))))
	return nil
}

func score(list []golden, target string) (right int, wrong []string, err error) {
	embedded, err := builtin.Indexes()
	if err != nil {
		return 0, nil, err
	}
	set, err := rules.Load(rules.Embedded())
	if err != nil {
		return 0, nil, err
	}
	t := set.Target(target)
	if t == nil {
		return 0, nil, fmt.Errorf("%s is no target", target)
	}
	resolver := embedded.For(t.ID, t.Build)
	for _, g := range list {
		v := resolver.Resolve(distro.Need{Kind: distro.Kind(g.kind), Name: g.name})
		if string(v.Verdict) == g.verdict && v.Name == g.target {
			right++
			continue
		}
		wrong = append(wrong, fmt.Sprintf("%s (%s): %s %s, and %s %s is true", g.name, g.kind, v.Verdict, v.Name, g.verdict, g.target))
	}
	return right, wrong, nil
}
