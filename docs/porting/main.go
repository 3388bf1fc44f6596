// Command porting measures on StarlingX's own history how much of what its
// authors changed for Python 3 a scan of the code before the change points at,
// and how much it points at in code that was never changed for Python 3 again.
//
//	go run ./docs/porting [-missed FILE] [-files FILE] [-peers FILE] [-read FILE] [-at TAG,...] MIRROR...
//
// A mirror is a git repository of one project with its history, bare or not;
// the work tree is not looked at. TAG is a release; what stands in it, was never
// changed for Python 3 afterwards and is still there runs on Python 3 as it is.
//
// Other tools are asked outside of this program: -files lists the contents
// that they are to be asked about, -peers reads their answers. So are people:
// -read reads what they found out about hunks, such as read.tsv beside this
// program.
package main

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/analyzers"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/rules"
)

func main() {
	missed := flag.String("missed", "", "write every hunk without a finding to `FILE`")
	files := flag.String("files", "", "write to `FILE` which contents other tools are to be asked about")
	peers := flag.String("peers", "", "read the answers of other tools from `FILE`")
	read := flag.String("read", "", "read what people found out about hunks from `FILE`")
	tags := flag.String("at", "5.0.0,12.0.0", "the `releases` whose code counts that was never changed for Python 3 again")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: porting [flags] MIRROR [MIRROR ...]")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() == 0 {
		flag.Usage()
		os.Exit(2)
	}
	o := options{mirrors: flag.Args(), missed: *missed, files: *files, peers: *peers, read: *read, tags: strings.Split(*tags, ",")}
	if err := run(context.Background(), o, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "porting:", err)
		os.Exit(1)
	}
}

type options struct {
	mirrors, tags              []string
	missed, files, peers, read string
}

// scanner is what runs over every revision: the rules about Python 2 that run
// by default, with their analyzers.
type scanner struct {
	set       *rules.Set
	rules     []*rules.Rule
	analyzers []*analysis.Analyzer
}

func newScanner() (*scanner, error) {
	set, err := rules.Load(rules.Embedded())
	if err != nil {
		return nil, err
	}
	s := &scanner{set: set}
	for _, r := range set.Rules {
		if r.Concern == finding.Python2 && !r.Optional {
			s.rules = append(s.rules, r)
		}
	}
	for _, a := range analyzers.All() {
		if slices.ContainsFunc(s.rules, func(r *rules.Rule) bool { return r.Analyzer == a.Name }) {
			s.analyzers = append(s.analyzers, a)
		}
	}
	return s, nil
}

func run(ctx context.Context, o options, w io.Writer) error {
	s, err := newScanner()
	if err != nil {
		return err
	}
	answers, err := readAnswers(o.peers)
	if err != nil {
		return err
	}
	read, err := readReadings(o.read)
	if err != nil {
		return err
	}
	m := &measured{asked: map[string]question{}, peers: answers, readings: read}
	for _, tag := range o.tags {
		m.still = append(m.still, &still{tag: tag, peers: map[string]int{}, answered: map[string]int{}})
	}
	for _, dir := range o.mirrors {
		if err := s.mirror(ctx, m, dir); err != nil {
			return fmt.Errorf("%s: %w", dir, err)
		}
	}
	m.finish()
	out := bufio.NewWriter(w)
	m.write(out)
	if err := out.Flush(); err != nil {
		return err
	}
	if o.files != "" {
		if err := m.writeQuestions(o.files); err != nil {
			return err
		}
	}
	if o.missed != "" {
		return m.writeMissed(o.missed)
	}
	return nil
}
