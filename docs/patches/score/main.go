// Command score holds what analyzers/patches/upstream says of carried patches
// against what people said of them.
//
//	STXSCAN_WORKSPACES=DIR STXSCAN_UPSTREAMS=DIR go run ./docs/patches/score [-split seen] [-bare] [-rows] [LABELS.tsv ...]
//
// STXSCAN_WORKSPACES has a folder for each release of StarlingX, STXSCAN_UPSTREAMS
// a clone or mirror of each upstream, called OWNER+NAME, with the repository in
// it or in a folder repo beneath. STXSCAN_DEBIAN has, for the rows of the parts debian and debian2,
// a folder PACKAGE_VERSION for each source package of Debian, with its debian/patches in
// it. Without arguments docs/patches/labels-*.tsv
// are read. Rows of other parts are left out before anything of them is looked at,
// and every part is counted apart.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"opendev.org/starlingx/stxscan/analyzers/patches/upstream"
	"opendev.org/starlingx/stxscan/git"
)

func main() {
	half := flag.String("split", "", "look only at this `part` of the labels: seen, unseen, heldout, heldout2, debian or debian2")
	bare := flag.Bool("bare", false, "match only the diffs of the patches, without their headers")
	rows := flag.Bool("rows", false, "print what is said of every patch, not only where it differs")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: score [flags] [LABELS.tsv ...]")
		flag.PrintDefaults()
	}
	flag.Parse()
	o := options{
		workspaces: os.Getenv("STXSCAN_WORKSPACES"), upstreams: os.Getenv("STXSCAN_UPSTREAMS"),
		debian: os.Getenv("STXSCAN_DEBIAN"), split: *half, bare: *bare, rows: *rows, files: flag.Args(),
	}
	if err := run(context.Background(), o, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "score:", err)
		os.Exit(1)
	}
}

type options struct {
	workspaces, upstreams, debian, split string
	bare, rows                           bool
	files                                []string
}

func run(ctx context.Context, o options, out io.Writer) error {
	if o.upstreams == "" {
		return errors.New("set STXSCAN_UPSTREAMS to the folder of the clones, and STXSCAN_WORKSPACES to that of the releases")
	}
	if len(o.files) == 0 {
		o.files, _ = filepath.Glob("docs/patches/labels-*.tsv") // the pattern is a good one
	}
	labels, err := readLabels(o.files, o.split)
	if err != nil {
		return err
	}
	if len(labels) == 0 {
		return errors.New("no labels: give files, or run it at the top of the project")
	}
	carried, err := o.readStacks(ctx, labels)
	if err != nil {
		return err
	}
	start := time.Now()
	said, err := matchAll(ctx, o.upstreams, labels, carried)
	if err != nil {
		return err
	}
	return write(out, labels, said, o.rows, time.Since(start))
}

// readStacks reads the stacks that the labels name.
func (o *options) readStacks(ctx context.Context, labels []label) (*stacks, error) {
	all := &stacks{}
	debian, others := apart(labels)
	if len(others) > 0 {
		if o.workspaces == "" {
			return nil, errors.New("set STXSCAN_WORKSPACES to the folder of the releases")
		}
		of, err := readStacks(ctx, o.workspaces, others)
		if err != nil {
			return nil, err
		}
		all = of
	}
	if len(debian) > 0 {
		of, err := readDebian(o.debian, debian)
		if err != nil {
			return nil, err
		}
		all.list = append(all.list, of...)
	}
	if o.bare {
		all.strip()
	}
	return all, nil
}

// matchAll asks every upstream for all stacks whose patches have a label that
// names it, two upstreams at a time.
func matchAll(ctx context.Context, upstreams string, labels []label, carried *stacks) (map[string]upstream.Answer, error) {
	said := map[string]upstream.Answer{}
	var lock sync.Mutex
	var wait sync.WaitGroup
	var failed []error
	slots := make(chan struct{}, 2)
	for _, name := range upstreamsOf(labels) {
		wait.Add(1)
		slots <- struct{}{}
		go func() {
			defer func() { <-slots; wait.Done() }()
			answers, err := match(ctx, upstreams, name, labels, carried)
			lock.Lock()
			defer lock.Unlock()
			if err != nil {
				failed = append(failed, fmt.Errorf("%s: %w", name, err))
			}
			for _, a := range answers {
				said[name+" "+a.ID] = a
			}
		}()
	}
	wait.Wait()
	return said, errors.Join(failed...)
}

// match asks one upstream. Stacks of packages with different bases are asked
// about by their base.
func match(ctx context.Context, upstreams, name string, labels []label, carried *stacks) ([]upstream.Answer, error) {
	repo, err := openUpstream(upstreams, name)
	if err != nil {
		return nil, err
	}
	byBase := map[string][][]upstream.Patch{}
	var bases []string
	for _, s := range carried.of(name, labels) {
		if _, ok := byBase[s.base]; !ok {
			bases = append(bases, s.base)
		}
		byBase[s.base] = append(byBase[s.base], s.patches)
	}
	slices.Sort(bases)
	var all []upstream.Answer
	for _, base := range bases {
		result, err := upstream.Match(ctx, repo, byBase[base], upstream.Options{Base: base})
		if err != nil {
			return nil, err
		}
		for _, answers := range result.Answers {
			all = append(all, answers...)
		}
		for _, why := range result.Incomplete {
			fmt.Fprintf(os.Stderr, "score: %s: %s\n", name, why)
		}
	}
	return all, nil
}

// openUpstream finds the clone of OWNER/NAME.
func openUpstream(dir, name string) (*git.Repo, error) {
	at := filepath.Join(dir, filepath.Dir(name)+"+"+filepath.Base(name))
	repo, err := git.Open(filepath.Join(at, "repo"))
	if errors.Is(err, git.ErrNotRepository) {
		repo, err = git.Open(at)
	}
	return repo, err
}

func upstreamsOf(labels []label) []string {
	var names []string
	for _, l := range labels {
		names = append(names, l.upstream)
	}
	slices.Sort(names)
	return slices.Compact(names)
}
