// Package scan is the engine. It works in two stages. Map looks at every file
// on its own, on as many workers as wanted and in as many shards, and depends
// on nothing but the file, the rules and the analyzers. Reduce runs once over
// what all shards gave: it settles what only the whole workspace can tell,
// judges the findings on every target, and makes the report.
//
// Nothing is lost on the way. An analyzer that fails or panics on a file, a
// file that cannot be read or vanishes, becomes an unknown of the report. The
// order of the results never depends on the order of the work.
package scan

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"hash/fnv"
	"path"
	"runtime"
	"slices"
	"sync"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/facts"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/workspace"
)

// Options says what Map is to do.
type Options struct {
	Rules     []*rules.Rule
	Analyzers []*analysis.Analyzer
	// Workers is the number of files worked on at once; 0 is one a processor.
	Workers int
	// Shard and Shards select a part of the files: those whose hash is Shard
	// modulo Shards. Shards 0 is all.
	Shard, Shards int
	// Progress, if set, is called by one goroutine at a time after every
	// file, with the bytes read of it, and not after Map returned.
	Progress func(done, total int, bytes int64)
	// Known, if set, is asked before a file of a revision is read, and told of
	// every file that was.
	Known *Known
}

// Partial is what one shard gives: a result for each of its files, by repo and
// path.
type Partial struct{ Files []FileResult }

// FileResult is what Map found out about one file.
type FileResult struct {
	Repo, Path string
	Package    string
	Language   workspace.Language
	Role       finding.Role
	// Digest is git's id of the content; empty for a file that was not read.
	Digest string
	Bytes  int64
	// Skip says why the file was not looked at; empty if it was.
	Skip       string
	Candidates []analysis.Candidate
	Unknowns   []finding.Unknown
	// Kept is what analyzers keep of the file for Reduce, by their names.
	Kept map[string]any
	// Module is what a Python file offers to those that import from it.
	Module *facts.PyModule
	// Ignores are the comments that quiet findings of the file.
	Ignores []analysis.Ignore
	// Script is set for a Python program: a file that is run, not imported.
	Script bool
	// Macros are those that a file of C uses.
	Macros []string
}

// mapper is an analyzer that is ready to be called.
type mapper struct {
	analyzer *analysis.Analyzer
	run      analysis.Map
}

// Map looks at the files of the workspace that belong to the shard. It returns
// an error if the rules do not fit the analyzers or ctx ended; what goes wrong
// with a file is in its result.
func Map(ctx context.Context, w *workspace.Workspace, o Options) (*Partial, error) {
	mappers, err := prepare(o)
	if err != nil {
		return nil, err
	}
	files := selected(w, o)
	results := make([]FileResult, len(files))
	next := make(chan int)
	var group sync.WaitGroup
	var progress sync.Mutex
	done := 0
	workers := o.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	for range workers {
		group.Go(func() {
			parsers := analysis.NewParsers()
			defer parsers.Close()
			for i := range next {
				var seen bool
				if results[i], seen = o.Known.get(files[i]); !seen {
					results[i] = mapFile(ctx, w, files[i], mappers, parsers)
					o.Known.put(files[i], results[i])
				}
				progress.Lock()
				if done++; o.Progress != nil && ctx.Err() == nil {
					o.Progress(done, len(files), results[i].Bytes)
				}
				progress.Unlock()
			}
		})
	}
	feed(ctx, next, len(files))
	finished := make(chan struct{})
	go func() {
		group.Wait()
		close(finished)
	}()
	select {
	case <-finished:
	case <-ctx.Done(): // whoever still looks at a file looks for nobody
	}
	progress.Lock() // no call of Progress outlives the call of Map
	defer progress.Unlock()
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	return &Partial{Files: results}, nil
}

func feed(ctx context.Context, next chan<- int, n int) {
	defer close(next)
	for i := range n {
		select {
		case next <- i:
		case <-ctx.Done():
			return
		}
	}
}

func prepare(o Options) ([]mapper, error) {
	var mappers []mapper
	for _, a := range o.Analyzers {
		var list []*rules.Rule
		for _, r := range o.Rules {
			if r.Analyzer == a.Name {
				list = append(list, r)
			}
		}
		run, err := a.New(list)
		if err != nil {
			return nil, err
		}
		mappers = append(mappers, mapper{a, run})
	}
	for _, r := range o.Rules {
		if !slices.ContainsFunc(o.Analyzers, func(a *analysis.Analyzer) bool { return a.Name == r.Analyzer }) {
			return nil, fmt.Errorf("%s: rule %s: there is no analyzer %q", r.File, r.ID, r.Analyzer)
		}
	}
	return mappers, nil
}

// selected returns the shard's files by repo and path, which is the order of
// the workspace.
func selected(w *workspace.Workspace, o Options) []*workspace.File {
	var files []*workspace.File
	for _, repo := range w.Repos {
		for _, f := range repo.Files {
			if o.Shards <= 1 || int(shardHash(f)%uint64(o.Shards)) == o.Shard {
				files = append(files, f)
			}
		}
	}
	return files
}

// shardHash depends on the file's name alone, so that a file that is added
// moves no other to another shard.
func shardHash(f *workspace.File) uint64 {
	h := fnv.New64a()
	h.Write([]byte(f.Repo.ID))
	h.Write([]byte{0})
	h.Write([]byte(f.Path))
	return h.Sum64()
}

// mapFile reads one file and calls every analyzer that wants it.
func mapFile(ctx context.Context, w *workspace.Workspace, f *workspace.File, mappers []mapper, parsers *analysis.Parsers) FileResult {
	r := FileResult{
		Repo: f.Repo.ID, Path: f.Path, Package: f.Package.Name,
		Language: f.Language, Role: f.Role, Skip: f.Skip,
	}
	if f.Skip != "" {
		return r
	}
	content, err := w.Load(ctx, f)
	if err != nil {
		if f.Skip != "" { // found out on opening it
			r.Skip = f.Skip
		}
		r.Unknowns = append(r.Unknowns, unreadable(f, err))
		return r
	}
	r.Language, r.Role = content.Language, content.Role
	r.Digest, r.Bytes = content.Digest, int64(len(content.Bytes))
	if content.Binary {
		r.Skip = "binary"
		return r
	}
	r.Script = r.Language == workspace.Python && bytes.HasPrefix(content.Bytes, []byte("#!")) &&
		(path.Ext(f.Path) != ".py" || bytes.Contains(content.Bytes, []byte("__main__")))
	file := analysis.NewFile(ctx, f, content, parsers)
	for _, m := range mappers {
		if m.analyzer.Wants(file) {
			r.analyze(m, file)
		}
	}
	if r.Language == workspace.C || r.Language == workspace.CPP {
		r.Macros = file.Facts().Macros
	}
	r.Unknowns = append(file.Unknowns(), r.Unknowns...)
	r.identify(file)
	return r
}

func unreadable(f *workspace.File, err error) finding.Unknown {
	return finding.Unknown{
		Kind: finding.UnknownUnreadable, Repo: f.Repo.ID, Package: f.Package.Name, Path: f.Path,
		Message: "could not be read: " + err.Error(),
		Settle:  "make the file readable and scan again",
	}
}

// analyze calls one analyzer. What it reported before it failed stands: a
// finding is no less true for what came after it.
func (r *FileResult) analyze(m mapper, file *analysis.File) {
	pass := &analysis.Pass{Analyzer: m.analyzer, File: file}
	err := guarded(func() error { return m.run(pass) })
	r.Candidates = append(r.Candidates, pass.Candidates()...)
	r.Unknowns = append(r.Unknowns, pass.Unknowns()...)
	r.Ignores = append(r.Ignores, pass.Ignores()...)
	if module := pass.Module(); module != nil {
		r.Module = module
	}
	if kept := pass.Kept(); kept != nil {
		if r.Kept == nil {
			r.Kept = map[string]any{}
		}
		r.Kept[m.analyzer.Name] = kept
	}
	if err != nil {
		r.Unknowns = append(r.Unknowns, finding.Unknown{
			Kind: finding.UnknownAnalyzer, Repo: r.Repo, Package: r.Package, Path: r.Path,
			Analyzer: m.analyzer.Name,
			Message:  fmt.Sprintf("analyzer %s failed: %v", m.analyzer.Name, err),
			Settle:   "a defect of stxscan: report it with the file",
		})
	}
}

// guarded turns a panic into an error.
func guarded(run func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return run()
}

// identify sorts the candidates by place and gives them their fingerprints.
func (r *FileResult) identify(file *analysis.File) {
	slices.SortStableFunc(r.Candidates, func(a, b analysis.Candidate) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Rule, b.Rule))
	})
	list := make([]finding.Finding, len(r.Candidates))
	for i := range r.Candidates {
		list[i] = r.Candidates[i].Finding
	}
	finding.Identify(list, file.Line)
	for i := range list {
		r.Candidates[i].Finding = list[i]
	}
}
