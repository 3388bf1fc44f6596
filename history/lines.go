package history

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"

	"opendev.org/starlingx/stxscan/reports"
)

// The lines that a report becomes are JSON arrays whose first element says what
// they are. Lines of one element of a list each let two runs be told apart line
// by line; what many elements share stands once.
const (
	lineShared = "shared" // DIGEST, VALUE: what an item with "@":DIGEST holds too
	lineValue  = "value"  // FIELD, VALUE
	lineEntry  = "entry"  // FIELD, KEY, KEY, VALUE: of a map of maps
	lineIn     = "in"     // FIELD, VALUE: what the items that follow hold too
	lineItem   = "item"   // FIELD, VALUE: an element of a list
	linePart   = "part"   // FIELD, NAME, VALUE: of a list inside of the item before
)

// refKey is the key of an item that names what it shares; before the name of a
// field it makes the key of what names the field's value. No field of a report
// begins so.
const refKey = "@"

// layout says of the elements of a list which fields those of one file share,
// which are an element's own, and which have values that many share whatever
// else they hold; all others are shared by many together. A field that is not
// named here costs bytes, nothing else. Lists named as part have a line for each
// of their elements; then nothing is shared.
type layout struct{ in, own, each, part []string }

var layouts = map[string]layout{
	"findings": {
		in:   []string{"repo", "path", "package", "role"},
		own:  []string{"line", "column", "end_line", "subject", "within", "fingerprint", "match_key", "work_item", "decision"},
		each: []string{"targets"},
	},
	"milestones": {part: []string{"rest"}},
	"decisions":  {part: []string{"packages"}},
	"work_items": {part: []string{"packages"}},
}

// entries are the fields that are maps of maps with very many entries.
var entries = []string{"files"}

type object = map[string]json.RawMessage

// linesOf gives the lines of a slimmed report. The same report gives the same
// lines.
func linesOf(r *reports.Report) ([][]byte, error) {
	var text bytes.Buffer
	if err := reports.Encode(&text, r); err != nil {
		return nil, err
	}
	var fields object
	if err := json.Unmarshal(text.Bytes(), &fields); err != nil {
		return nil, err
	}
	w := lineWriter{shared: map[string]json.RawMessage{}}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		w.field(name, fields[name])
	}
	if w.err != nil {
		return nil, w.err
	}
	body := w.lines
	w.lines = nil
	for _, id := range slices.Sorted(maps.Keys(w.shared)) {
		w.add(lineShared, id, w.shared[id])
	}
	return append(w.lines, body...), w.err
}

type lineWriter struct {
	lines  [][]byte
	shared map[string]json.RawMessage
	err    error
}

func (w *lineWriter) add(parts ...any) { w.lines = append(w.lines, w.json(parts)) }

func (w *lineWriter) json(v any) []byte {
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil && w.err == nil {
		w.err = err
	}
	return bytes.TrimSuffix(text.Bytes(), []byte("\n"))
}

func (w *lineWriter) read(raw json.RawMessage, into any) {
	if err := json.Unmarshal(raw, into); err != nil && w.err == nil {
		w.err = err
	}
}

func (w *lineWriter) field(name string, value json.RawMessage) {
	switch {
	case len(value) > 0 && value[0] == '[':
		w.list(name, value)
	case slices.Contains(entries, name):
		var outer map[string]object
		w.read(value, &outer)
		for _, a := range slices.Sorted(maps.Keys(outer)) {
			for _, b := range slices.Sorted(maps.Keys(outer[a])) {
				w.add(lineEntry, name, a, b, outer[a][b])
			}
		}
	default:
		w.add(lineValue, name, value)
	}
}

func (w *lineWriter) list(name string, value json.RawMessage) {
	var items []json.RawMessage
	w.read(value, &items)
	as, split := layouts[name]
	last := []byte("{}")
	for _, item := range items {
		switch {
		case !split:
			w.add(lineItem, name, item)
			continue
		case as.part != nil:
			w.parts(name, item, as.part)
			continue
		}
		var all object
		w.read(item, &all)
		maps.DeleteFunc(all, func(_ string, v json.RawMessage) bool { return isEmpty(v) })
		in, own := object{}, object{}
		move(all, in, as.in)
		move(all, own, as.own)
		if context := w.json(in); !bytes.Equal(context, last) {
			w.add(lineIn, name, json.RawMessage(context))
			last = context
		}
		for _, field := range as.each {
			if v, ok := all[field]; ok {
				all[refKey+field] = w.share(v)
				delete(all, field)
			}
		}
		if len(all) > 0 {
			own[refKey] = w.share(w.json(all))
		}
		w.add(lineItem, name, own)
	}
}

// parts writes an item and the elements of its lists.
func (w *lineWriter) parts(name string, item json.RawMessage, lists []string) {
	var all object
	w.read(item, &all)
	inner := object{}
	move(all, inner, lists)
	w.add(lineItem, name, all)
	for _, list := range lists {
		var elements []json.RawMessage
		if len(inner[list]) > 0 {
			w.read(inner[list], &elements)
		}
		for _, e := range elements {
			w.add(linePart, name, list, e)
		}
	}
}

// share keeps a value once and returns what names it.
func (w *lineWriter) share(value json.RawMessage) json.RawMessage {
	sum := sha256.Sum256(value)
	id := hex.EncodeToString(sum[:8])
	w.shared[id] = value
	return w.json(id)
}

// isEmpty says of a value that a field which is left out has it too.
func isEmpty(v json.RawMessage) bool {
	switch string(v) {
	case `""`, "null", "[]", "0", "false":
		return true
	}
	return false
}

func move(from, to object, names []string) {
	for _, name := range names {
		if v, ok := from[name]; ok {
			to[name] = v
			delete(from, name)
		}
	}
}
