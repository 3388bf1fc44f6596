package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/distro"
	"opendev.org/starlingx/stxscan/distro/builtin"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// runPins draws pins for people to judge, or counts them by class where none is to
// be drawn.
func runPins(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("pins", flag.ContinueOnError)
	target := flags.String("target", "debian-12", "the `target` whose floats are drawn")
	n := flags.Int("n", 0, "how many pins are drawn; 0 counts all by class")
	seed := flags.Uint64("seed", 1, "the same seed draws the same pins of the same report")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() != 1 {
		return errors.New("pins: name one report")
	}
	file, err := os.Open(flags.Arg(0))
	if err != nil {
		return err
	}
	defer file.Close()
	report, err := reports.Decode(file)
	if err != nil {
		return err
	}
	if *n == 0 {
		return countPins(report, out)
	}
	fmt.Fprintln(out, "name\tpins\tpinned\tclass\ttarget name\tversion\tnote\tright class\treason")
	for _, d := range drawPins(report, *target, *n, *seed) {
		v := d.Verdicts[*target]
		fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t\t\n", d.Name, d.Pins, v.Float.Pinned, v.Float.Class, v.Name, v.Version, v.Float.Note)
	}
	return nil
}

// countPins writes how many pins each list has of each class, on each target.
func countPins(r *reports.Report, out io.Writer) error {
	fmt.Fprint(out, "list\ttarget\tpins")
	for _, class := range finding.FloatClasses {
		fmt.Fprintf(out, "\t%s", class)
	}
	fmt.Fprintln(out)
	for _, l := range r.PinLists() {
		for _, t := range r.Targets {
			if l.Floats[t.ID] == nil {
				continue
			}
			fmt.Fprintf(out, "%s/%s\t%s\t%d", l.Repo, l.Path, t.ID, l.Pins)
			for _, class := range finding.FloatClasses {
				fmt.Fprintf(out, "\t%d", l.Floats[t.ID][class])
			}
			fmt.Fprintln(out)
		}
	}
	return nil
}

// drawPins takes pins by chance, each name and version once, of those that the
// target has something for.
func drawPins(r *reports.Report, target string, n int, seed uint64) []*finding.Dependency {
	seen := map[string]bool{}
	var list []*finding.Dependency
	for i := range r.Dependencies {
		d := &r.Dependencies[i]
		key := d.Name + "\t" + string(d.Pins) + "\t" + d.Constraint
		f := d.Verdicts[target].Float
		if f == nil || f.Class == finding.FloatUnknown && f.Target == "" || seen[key] {
			continue
		}
		seen[key] = true
		list = append(list, d)
	}
	slices.SortFunc(list, func(a, b *finding.Dependency) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Pins, b.Pins), cmp.Compare(a.Constraint, b.Constraint))
	})
	random := rand.New(rand.NewPCG(seed, 0)) //nolint:gosec // has to be repeatable
	random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list[:min(n, len(list))]
}

// scorePins holds today's classes against those that people found to be true: name,
// what it pins, the version and the class.
func scorePins(file, target string) (right int, wrong []string, err error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return 0, nil, err
	}
	embedded, err := builtin.Indexes()
	if err != nil {
		return 0, nil, err
	}
	resolver := embedded.For(target, "")
	for line := range strings.Lines(string(content)) {
		fields := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if line[0] == '#' || fields[0] == "name" {
			continue
		}
		if len(fields) < 4 {
			return 0, nil, fmt.Errorf("%s: %q: want name, what it pins, version and class", file, line)
		}
		d := finding.Dependency{Name: fields[0], Need: finding.NeedPin, Pins: finding.PinKind(fields[1])}
		need := distro.Need{Kind: distro.KindOf(&d), Name: d.Name}
		f, _ := distro.FloatOf(need, fields[2], resolver.Resolve(need))
		if string(f.Class) == fields[3] {
			right++
		} else {
			wrong = append(wrong, fmt.Sprintf("%s %s: %s, and it is %s", d.Name, fields[2], f.String(), fields[3]))
		}
	}
	return right, wrong, nil
}
