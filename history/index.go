package history

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

// indexVersion changes with the tables and with what measure counts; an index
// of another version is made anew.
const indexVersion = 1

const tables = `
CREATE TABLE run (id TEXT PRIMARY KEY, size INTEGER, point TEXT, time INTEGER, made INTEGER, kind TEXT, label TEXT,
	tool TEXT, rules TEXT, commits TEXT) WITHOUT ROWID;
CREATE TABLE target (run TEXT, position INTEGER, id TEXT, origin INTEGER,
	packages INTEGER, blocked INTEGER, needs_work INTEGER, not_assessable INTEGER, likely INTEGER, ready INTEGER, not_applicable INTEGER,
	breaks INTEGER, changes INTEGER, blocking INTEGER, work_items INTEGER, minutes INTEGER, PRIMARY KEY (run, position)) WITHOUT ROWID;
CREATE TABLE concern (run TEXT, target TEXT, concern TEXT, packages INTEGER, blocking INTEGER, work_items INTEGER, minutes INTEGER,
	PRIMARY KEY (run, target, concern)) WITHOUT ROWID;
CREATE TABLE milestone (run TEXT, position INTEGER, id TEXT, title TEXT, target TEXT, packages INTEGER, done INTEGER, unknown INTEGER,
	PRIMARY KEY (run, position)) WITHOUT ROWID;
CREATE TABLE pair (run TEXT, before TEXT, PRIMARY KEY (run, before)) WITHOUT ROWID;
CREATE TABLE moved (run TEXT, before TEXT, position INTEGER, target TEXT, cause TEXT, concern TEXT, came INTEGER, gone INTEGER,
	PRIMARY KEY (run, before, position)) WITHOUT ROWID;
CREATE TABLE verdict (run TEXT, package TEXT, target TEXT, verdict TEXT, PRIMARY KEY (run, package, target)) WITHOUT ROWID;
`

// indexName is the file of the index of the history in a folder.
func indexName(dir string) string {
	sum := sha256.Sum256([]byte(dir))
	return hex.EncodeToString(sum[:8]) + ".sqlite"
}

// index is what is asked for lists and trends. It is made from the runs and
// holds nothing that they do not say: to delete it costs time and nothing else.
type index struct{ db *sql.DB }

// openIndex opens the index of the store and brings it up to the runs. One that
// is damaged, or of another version, is made anew; where none can be written, it
// is made in memory.
func (s *Store) openIndex(ctx context.Context) (*index, error) {
	var err error
	for range 2 {
		if s.index == "" || ctx.Err() != nil {
			break
		}
		var x *index
		if x, err = openFile(ctx, s.index); err == nil {
			if err = s.update(ctx, x); err == nil {
				return x, nil
			}
			x.close()
		}
		for _, of := range []string{"", "-wal", "-shm"} {
			_ = os.Remove(s.index + of) // what cannot be removed fails again
		}
	}
	x, err := connect(ctx, ":memory:")
	if err != nil {
		return nil, err
	}
	if err := s.update(ctx, x); err != nil {
		x.close()
		return nil, err
	}
	return x, nil
}

func openFile(ctx context.Context, name string) (*index, error) {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return nil, err
	}
	where := url.URL{Scheme: "file", Path: name}
	return connect(ctx, where.String()+"?_pragma=busy_timeout(10000)&_pragma=journal_mode(wal)&_txlock=immediate")
}

func connect(ctx context.Context, where string) (*index, error) {
	db, err := sql.Open("sqlite", where)
	if err != nil {
		return nil, fmt.Errorf("the index of the history: %w", err)
	}
	db.SetMaxOpenConns(1) // each connection to memory would have its own
	x := &index{db}
	if err := x.create(ctx); err != nil {
		x.close()
		return nil, fmt.Errorf("the index of the history: %w", err)
	}
	return x, nil
}

func (x *index) close() { _ = x.db.Close() } // what was committed is there

// create makes the tables, unless they are there.
func (x *index) create(ctx context.Context) error {
	return x.transaction(ctx, func(tx *sql.Tx) error {
		version := 0
		if err := tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
			return err
		}
		switch version {
		case indexVersion:
			return nil
		case 0:
			_, err := tx.ExecContext(ctx, tables+fmt.Sprintf("PRAGMA user_version = %d;", indexVersion))
			return err
		}
		return fmt.Errorf("it is of version %d, not %d", version, indexVersion)
	})
}

func (x *index) transaction(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := x.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := do(tx); err != nil {
		_ = tx.Rollback() // the first error counts
		return err
	}
	return tx.Commit()
}

// update adds the runs that the index does not have and takes out those whose
// files are gone. A run that cannot be read as data is not in it: Verify says
// why. Files of runs never change, so that their names and sizes tell.
func (s *Store) update(ctx context.Context, x *index) error {
	runs, _, err := s.Runs()
	if err != nil {
		return err
	}
	have, err := x.sizes(ctx)
	if err != nil {
		return err
	}
	for _, run := range runs {
		size, ok := have[run.ID]
		delete(have, run.ID)
		if ok && size == run.Size {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		r, err := s.report(run.ID)
		if err != nil {
			if ok {
				have[run.ID] = size // it was changed: what it said is no more
			}
			continue
		}
		if err := x.transaction(ctx, func(tx *sql.Tx) error { return insert(ctx, tx, run, measure(r)) }); err != nil {
			return fmt.Errorf("the index of the history: %w", err)
		}
	}
	if len(have) == 0 {
		return nil
	}
	return x.transaction(ctx, func(tx *sql.Tx) error {
		for id := range have {
			if err := remove(ctx, tx, id); err != nil {
				return err
			}
		}
		return nil
	})
}

// sizes gives the runs of the index with the sizes of their files.
func (x *index) sizes(ctx context.Context) (map[string]int64, error) {
	sizes := map[string]int64{}
	err := x.each(ctx, "SELECT id, size FROM run", nil, func(scan func(...any) error) error {
		id, size := "", int64(0)
		if err := scan(&id, &size); err != nil {
			return err
		}
		sizes[id] = size
		return nil
	})
	return sizes, err
}

// each calls row for every row of an answer.
func (x *index) each(ctx context.Context, query string, args []any, row func(scan func(...any) error) error) error {
	rows, err := x.db.QueryContext(ctx, query, args...)
	if err != nil {
		return fmt.Errorf("the index of the history: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows.Scan); err != nil {
			return fmt.Errorf("the index of the history: %w", err)
		}
	}
	return rows.Err()
}

func remove(ctx context.Context, tx *sql.Tx, id string) error {
	for _, of := range []string{"run WHERE id", "target WHERE run", "concern WHERE run", "verdict WHERE run", "milestone WHERE run",
		"pair WHERE run", "pair WHERE before", "moved WHERE run", "moved WHERE before"} {
		if _, err := tx.ExecContext(ctx, "DELETE FROM "+of+" = ?", id); err != nil {
			return err
		}
	}
	return nil
}

func insert(ctx context.Context, tx *sql.Tx, run Run, m measured) error {
	if err := remove(ctx, tx, run.ID); err != nil {
		return err
	}
	commits, err := json.Marshal(m.commits)
	if err != nil {
		return err
	}
	into := inserter{ctx: ctx, tx: tx}
	into.row("run", run.ID, run.Size, run.Point, run.Time.Unix(), run.Made.Unix(), string(run.Kind), run.Label, run.Tool, run.Rules, string(commits))
	for i, id := range m.order {
		t := m.targets[id]
		h := t.Headline
		into.row("target", run.ID, i, id, slices.Contains(m.origins, id), h.Packages, h.Blocked, h.NeedsWork, h.NotAssessable, h.Likely, h.Ready, h.NotApplicable,
			h.Breaks, h.Changes, t.Blocking, t.WorkItems, t.Minutes)
		for concern, c := range t.Concerns {
			into.row("concern", run.ID, id, string(concern), c.Packages, c.Blocking, c.WorkItems, c.Minutes)
		}
	}
	for at, verdict := range m.verdicts {
		into.row("verdict", run.ID, at.pkg, at.target, string(verdict))
	}
	for i, m := range m.milestones {
		into.row("milestone", run.ID, i, m.ID, m.Title, m.Target, m.Packages, m.Done, m.Unknown)
	}
	return into.err
}

// inserter adds rows, and keeps the first error.
type inserter struct {
	ctx context.Context
	tx  *sql.Tx
	err error
}

func (i *inserter) row(table string, values ...any) {
	if i.err == nil {
		marks := strings.TrimSuffix(strings.Repeat("?,", len(values)), ",")
		_, i.err = i.tx.ExecContext(i.ctx, "INSERT INTO "+table+" VALUES ("+marks+")", values...)
	}
}
