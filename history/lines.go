package history

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
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
)

// refKey is the key of an item that names what it shares. No field of a report
// has this name.
const refKey = "@"

// layout says of the elements of a list which fields those of one file share,
// and which are an element's own; all others are shared by many. A field that
// is not named here costs bytes, nothing else.
type layout struct{ in, own []string }

var layouts = map[string]layout{
	"findings": {
		in:  []string{"repo", "path", "package", "role"},
		own: []string{"line", "column", "end_line", "subject", "within", "fingerprint", "match_key", "work_item"},
	},
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
		if !split {
			w.add(lineItem, name, item)
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
		if len(all) > 0 {
			rest := w.json(all)
			sum := sha256.Sum256(rest)
			id := hex.EncodeToString(sum[:8])
			w.shared[id] = rest
			own[refKey] = w.json(id)
		}
		w.add(lineItem, name, own)
	}
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

// restore makes a report of lines. It refuses what no report gives.
func restore(lines [][]byte) (*reports.Report, error) {
	r := lineReader{shared: map[string]object{}, in: map[string]object{}, lists: map[string][]json.RawMessage{}, entries: map[string]map[string]object{}, values: object{}}
	for i, line := range lines {
		if err := r.line(line); err != nil {
			return nil, fmt.Errorf("line %d of the run's content: %w", i+1, err)
		}
	}
	for name, list := range r.lists {
		if r.values[name] != nil {
			return nil, fmt.Errorf("%q is both a list and a value", name)
		}
		joined := bytes.NewBufferString("[")
		for i, item := range list {
			if i > 0 {
				joined.WriteByte(',')
			}
			joined.Write(item)
		}
		joined.WriteByte(']')
		r.values[name] = joined.Bytes()
	}
	for name, outer := range r.entries {
		text, err := json.Marshal(outer)
		if err != nil {
			return nil, err
		}
		r.values[name] = text
	}
	text, err := json.Marshal(r.values)
	if err != nil {
		return nil, err
	}
	return reports.Decode(bytes.NewReader(text))
}

type lineReader struct {
	shared  map[string]object
	in      map[string]object // by list
	lists   map[string][]json.RawMessage
	entries map[string]map[string]object
	values  object
}

func (r *lineReader) line(line []byte) error {
	var parts []json.RawMessage
	if err := json.Unmarshal(line, &parts); err != nil {
		return err
	}
	if len(parts) < 3 {
		return fmt.Errorf("%d parts, too few", len(parts))
	}
	names := make([]string, len(parts)-1)
	for i := range names {
		if err := json.Unmarshal(parts[i], &names[i]); err != nil {
			return err
		}
	}
	value := parts[len(parts)-1]
	switch kind := names[0]; {
	case kind == lineEntry && len(names) == 4:
		if r.entries[names[1]] == nil {
			r.entries[names[1]] = map[string]object{}
		}
		if r.entries[names[1]][names[2]] == nil {
			r.entries[names[1]][names[2]] = object{}
		}
		r.entries[names[1]][names[2]][names[3]] = value
	case len(names) != 2:
		return fmt.Errorf("a line %.20q of %d parts", kind, len(parts))
	case kind == lineValue:
		r.values[names[1]] = value
	case kind == lineShared:
		return readObject(value, r.shared, names[1])
	case kind == lineIn:
		return readObject(value, r.in, names[1])
	case kind == lineItem:
		return r.item(names[1], value)
	default:
		return fmt.Errorf("there are no lines %.20q", kind)
	}
	return nil
}

func readObject(value json.RawMessage, into map[string]object, at string) error {
	var o object
	if err := json.Unmarshal(value, &o); err != nil {
		return err
	}
	into[at] = o
	return nil
}

func (r *lineReader) item(name string, value json.RawMessage) error {
	if _, split := layouts[name]; split {
		own := object{}
		if err := json.Unmarshal(value, &own); err != nil {
			return err
		}
		if raw, ok := own[refKey]; ok {
			var id string
			if err := json.Unmarshal(raw, &id); err != nil {
				return err
			}
			shared, ok := r.shared[id]
			if !ok {
				return fmt.Errorf("nothing is shared as %.20q", id)
			}
			delete(own, refKey)
			maps.Copy(own, shared)
		}
		maps.Copy(own, r.in[name])
		text, err := json.Marshal(own)
		if err != nil {
			return err
		}
		value = text
	}
	r.lists[name] = append(r.lists[name], value)
	return nil
}
