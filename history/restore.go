package history

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"strings"

	"opendev.org/starlingx/stxscan/reports"
)

// restore makes a report of lines. It refuses what no report gives.
func restore(lines [][]byte) (*reports.Report, error) {
	r := lineReader{shared: map[string]json.RawMessage{}, in: map[string]object{}, lists: map[string][]item{}, entries: map[string]map[string]object{}, values: object{}}
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
			text, err := item.whole()
			if err != nil {
				return nil, err
			}
			joined.Write(text)
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
	shared  map[string]json.RawMessage
	in      map[string]object // by list
	lists   map[string][]item
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
		r.in[names[1]] = o
	case kind == lineItem:
		return r.item(names[1], value)
	default:
		return fmt.Errorf("there are no lines %.20q", kind)
	}
	return nil
}

func (r *lineReader) item(name string, value json.RawMessage) error {
	if as, split := layouts[name]; split && as.part == nil {
		own := object{}
		if err := json.Unmarshal(value, &own); err != nil {
			return err
		}
		if err := r.resolve(own); err != nil {
			return err
		}
		maps.Copy(own, r.in[name])
		text, err := json.Marshal(own)
		if err != nil {
			return err
		}
		value = text
	}
	r.lists[name] = append(r.lists[name], item{value: value})
	return nil
}

// resolve puts what an item shares in the place of what names it.
func (r *lineReader) resolve(own object) error {
	if raw, ok := own[refKey]; ok {
		var all object
		value, err := r.named(raw)
		if err != nil {
			return err
		}
		if err := json.Unmarshal(value, &all); err != nil {
			return err
		}
		delete(own, refKey)
		maps.Copy(own, all)
	}
	for key, raw := range own {
		field, ok := strings.CutPrefix(key, refKey)
		if !ok || field == "" {
			continue
		}
		value, err := r.named(raw)
		if err != nil {
			return err
		}
		delete(own, key)
		own[field] = value
	}
	return nil
}

func (r *lineReader) named(raw json.RawMessage) (json.RawMessage, error) {
	var id string
	if err := json.Unmarshal(raw, &id); err != nil {
		return nil, err
	}
	value, ok := r.shared[id]
	if !ok {
		return nil, fmt.Errorf("nothing is shared as %.20q", id)
	}
	return value, nil
}
