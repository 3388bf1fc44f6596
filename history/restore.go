package history

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/reports"
)

// restore makes a report of lines. It refuses what no report gives.
func restore(lines [][]byte) (*reports.Report, error) {
	r := lineReader{
		shared: map[string]json.RawMessage{}, resolved: map[string][]byte{}, in: map[string][]byte{},
		lists: map[string][]item{}, entries: map[string]map[string]object{}, values: object{},
	}
	for i, line := range lines {
		if err := r.line(line); err != nil {
			return nil, fmt.Errorf("line %d of the run's content: %w", i+1, err)
		}
	}
	for name, list := range r.lists {
		if r.values[name] != nil {
			return nil, fmt.Errorf("%q is both a list and a value", name)
		}
		elements := make([][]byte, len(list))
		for i, item := range list {
			text, err := item.whole()
			if err != nil {
				return nil, err
			}
			elements[i] = text
		}
		r.values[name] = slices.Concat([]byte{'['}, bytes.Join(elements, []byte{','}), []byte{']'})
	}
	for name, outer := range r.entries {
		text, err := json.Marshal(outer)
		if err != nil {
			return nil, err
		}
		r.values[name] = text
	}
	// Every value is valid, so that they need not be looked at again here.
	var fields [][]byte
	for _, name := range slices.Sorted(maps.Keys(r.values)) {
		key, err := json.Marshal(name)
		if err != nil {
			return nil, err
		}
		fields = append(fields, slices.Concat(key, []byte{':'}, r.values[name]))
	}
	return reports.Decode(bytes.NewReader(joined(fields...)))
}

// item is an element of a list, with the lists inside of it.
type item struct {
	value json.RawMessage
	parts map[string][]json.RawMessage
}

// whole is the element with its lists.
func (i item) whole() (json.RawMessage, error) {
	if len(i.parts) == 0 {
		return i.value, nil
	}
	var all object
	if json.Unmarshal(i.value, &all) != nil || all == nil {
		return nil, errors.New("a part of what is no object")
	}
	for name, list := range i.parts {
		text, err := json.Marshal(list)
		if err != nil {
			return nil, err
		}
		all[name] = text
	}
	return json.Marshal(all)
}

type lineReader struct {
	shared map[string]json.RawMessage
	// resolved are the fields of what is shared, by its name, in those that the
	// items of a list have in common.
	resolved map[string][]byte
	in       map[string][]byte
	lists    map[string][]item
	entries  map[string]map[string]object
	values   object
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
	case kind == linePart && len(names) == 3:
		list := r.lists[names[1]]
		if len(list) == 0 {
			return fmt.Errorf("a part of %.20q without an item", names[1])
		}
		last := &list[len(list)-1]
		if last.parts == nil {
			last.parts = map[string][]json.RawMessage{}
		}
		last.parts[names[2]] = append(last.parts[names[2]], value)
	case len(names) != 2:
		return fmt.Errorf("a line %.20q of %d parts", kind, len(parts))
	case kind == lineValue:
		r.values[names[1]] = value
	case kind == lineShared:
		r.shared[names[1]] = value
	case kind == lineIn:
		var o object
		if err := json.Unmarshal(value, &o); err != nil {
			return err
		}
		text, err := json.Marshal(o)
		if err != nil {
			return err
		}
		r.in[names[1]] = fieldsOf(text)
	case kind == lineItem:
		return r.item(names[1], value)
	default:
		return fmt.Errorf("there are no lines %.20q", kind)
	}
	return nil
}

func (r *lineReader) item(name string, value json.RawMessage) error {
	if as, split := layouts[name]; split && as.part == nil {
		var own object
		if err := json.Unmarshal(value, &own); err != nil {
			return err
		}
		var shared []byte
		if raw, ok := own[refKey]; ok {
			var err error
			if shared, err = r.sharedFields(raw); err != nil {
				return err
			}
			delete(own, refKey)
		}
		text, err := json.Marshal(own)
		if err != nil {
			return err
		}
		value = joined(fieldsOf(text), shared, r.in[name])
	}
	r.lists[name] = append(r.lists[name], item{value: value})
	return nil
}

// sharedFields are the fields that a name stands for, with the values of those
// that have names of their own.
func (r *lineReader) sharedFields(raw json.RawMessage) ([]byte, error) {
	id, value, err := r.named(raw)
	if err != nil {
		return nil, err
	}
	if known, ok := r.resolved[id]; ok {
		return known, nil
	}
	var all object
	if err := json.Unmarshal(value, &all); err != nil {
		return nil, err
	}
	for key, raw := range maps.Clone(all) {
		field, ok := strings.CutPrefix(key, refKey)
		if !ok {
			continue
		}
		delete(all, key)
		if _, all[field], err = r.named(raw); err != nil {
			return nil, err
		}
	}
	text, err := json.Marshal(all)
	if err != nil {
		return nil, err
	}
	r.resolved[id] = fieldsOf(text)
	return r.resolved[id], nil
}

func (r *lineReader) named(raw json.RawMessage) (string, json.RawMessage, error) {
	var id string
	if err := json.Unmarshal(raw, &id); err != nil {
		return "", nil, err
	}
	value, ok := r.shared[id]
	if !ok {
		return "", nil, fmt.Errorf("nothing is shared as %.20q", id)
	}
	return id, value, nil
}

// fieldsOf is the text of an object, or of null, without its braces.
func fieldsOf(text []byte) []byte {
	if len(text) < 2 || text[0] != '{' {
		return nil
	}
	return text[1 : len(text)-1]
}

// joined is an object of all fields.
func joined(fields ...[]byte) json.RawMessage {
	fields = slices.DeleteFunc(fields, func(f []byte) bool { return len(f) == 0 })
	return slices.Concat([]byte{'{'}, bytes.Join(fields, []byte{','}), []byte{'}'})
}
