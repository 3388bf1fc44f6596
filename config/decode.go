package config

import (
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// decoder reads the file's nodes into the types, by their JSON names, and
// collects what is wrong.
type decoder struct {
	file     string
	mistakes []error
	more     int // mistakes that are not kept
	// said are the places of mistakes; derived says that another at one of
	// them, or of what could not be read at all, only follows from the first.
	said    map[Place]bool
	derived bool
}

func (d *decoder) mistake(at Place, format string, args ...any) {
	if d.derived && d.said[at] || at == (Place{}) && len(d.mistakes) > 0 {
		return
	}
	at.Line, at.Column = max(at.Line, 1), max(at.Column, 1)
	if d.said == nil {
		d.said = map[Place]bool{}
	}
	if !d.derived {
		d.said[at] = true
	}
	if len(d.mistakes) == maxMistakes {
		d.more++
		return
	}
	d.mistakes = append(d.mistakes, &Mistake{d.file, at, fmt.Sprintf(format, args...)})
}

func (d *decoder) at(n *yaml.Node, format string, args ...any) {
	d.mistake(placeOf(n), format, args...)
}

func placeOf(n *yaml.Node) Place { return Place{max(n.Line, 1), max(n.Column, 1)} }

func (d *decoder) err() error {
	sortMistakes(d.mistakes)
	if d.more > 0 {
		return errors.Join(append(d.mistakes, fmt.Errorf("%s: and %d mistakes more", d.file, d.more))...)
	}
	return errors.Join(d.mistakes...)
}

// decode reads a mapping into the struct that into points to.
func (d *decoder) decode(n *yaml.Node, into any) {
	d.value(n, reflect.ValueOf(into).Elem(), "the file", nil)
}

// value reads a node into a value; key is what it is called, places where the
// places of its elements are kept.
func (d *decoder) value(n *yaml.Node, v reflect.Value, key string, places Places) {
	if n.Kind == yaml.AliasNode || n.Anchor != "" {
		d.at(n, "%s: anchors and aliases (& and *) are not read here: write the value out", key)
		return
	}
	if n.Style&yaml.TaggedStyle != 0 {
		d.at(n, "%s: tags such as %.60q are not read here: leave it out", key, n.Tag)
		return
	}
	if n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" {
		d.at(n, "%s: nothing is given: %s, or leave the key out", key, wanted(v.Type()))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		d.structure(n, v, key)
	case reflect.Slice:
		d.list(n, v, key, places)
	case reflect.Map:
		d.mapping(n, v, key, places)
	default:
		d.scalar(n, v, key)
	}
}

// wanted says in words what a type takes.
func wanted(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Struct:
		return "want a map with the keys " + strings.Join(keysOf(t), ", ")
	case reflect.Slice:
		return "want a list"
	case reflect.Map:
		return "want a map"
	case reflect.Bool:
		return "want true or false"
	case reflect.Int, reflect.Int64:
		return "want a whole number"
	}
	return "want text"
}

func (d *decoder) structure(n *yaml.Node, v reflect.Value, key string) {
	if n.Kind != yaml.MappingNode {
		d.at(n, "%s: %s", key, wanted(v.Type()))
		return
	}
	places := Places{"": placeOf(n)}
	v.FieldByName("Places").Set(reflect.ValueOf(places))
	for i := 0; i+1 < len(n.Content); i += 2 {
		name, value := n.Content[i], n.Content[i+1]
		field := fieldOf(v.Type(), name.Value)
		_, twice := places[name.Value]
		switch {
		case field < 0 || name.Kind != yaml.ScalarNode:
			d.at(name, "unknown key %s%s", quoted(name), suggestion(name.Value, keysOf(v.Type())))
		case twice:
			d.at(name, "key %q is given twice: keep one", name.Value)
		default:
			places[name.Value] = placeOf(value)
			d.value(value, v.Field(field), name.Value, places)
		}
	}
	for i := range v.NumField() {
		name, options, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		if name == "" || name == "-" || options != "" {
			continue
		}
		if _, given := places[name]; !given {
			d.at(n, "%s: the key %q is missing", key, name)
		}
	}
}

// quoted is a key as it can be shown: short.
func quoted(n *yaml.Node) string {
	if n.Kind != yaml.ScalarNode {
		return "that is no text"
	}
	return fmt.Sprintf("%.60q", n.Value)
}

// suggestion names the key that was probably meant, or all.
func suggestion(key string, keys []string) string {
	for _, k := range keys {
		if strings.EqualFold(k, key) || k == key+"s" || k+"s" == key || strings.ReplaceAll(key, "-", "_") == k {
			return fmt.Sprintf(": did you mean %q?", k)
		}
	}
	return ": want one of " + strings.Join(keys, ", ")
}

func (d *decoder) list(n *yaml.Node, v reflect.Value, key string, places Places) {
	if n.Kind != yaml.SequenceNode {
		d.at(n, "%s: want a list", key)
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content)))
	for i, item := range n.Content {
		name := key + "[" + strconv.Itoa(i) + "]"
		places[name] = placeOf(item)
		d.value(item, v.Index(i), name, places)
	}
}

func (d *decoder) mapping(n *yaml.Node, v reflect.Value, key string, places Places) {
	if n.Kind != yaml.MappingNode {
		d.at(n, "%s: want a map", key)
		return
	}
	v.Set(reflect.MakeMapWithSize(v.Type(), len(n.Content)/2))
	for i := 0; i+1 < len(n.Content); i += 2 {
		name, value := n.Content[i], n.Content[i+1]
		at := key + "." + name.Value
		_, twice := places[at]
		switch {
		case name.Kind != yaml.ScalarNode || name.Value == "" || name.Value == "<<":
			d.at(name, "%s: want a name before the colon", key)
			continue
		case twice:
			d.at(name, "key %.60q is given twice: keep one", name.Value)
			continue
		}
		places[at] = placeOf(value)
		element := reflect.New(v.Type().Elem()).Elem()
		d.value(value, element, oneLine(at), places)
		v.SetMapIndex(reflect.ValueOf(name.Value), element)
	}
}

// maxText bounds every text: nobody reads more in a report.
const maxText = 2000

func (d *decoder) scalar(n *yaml.Node, v reflect.Value, key string) {
	if n.Kind != yaml.ScalarNode {
		d.at(n, "%s: %s", key, wanted(v.Type()))
		return
	}
	tag := n.ShortTag()
	switch v.Kind() {
	case reflect.String:
		// A date is text that YAML knows.
		if tag != "!!str" && tag != "!!timestamp" {
			d.at(n, "%s: want text: write it in quotes, %.60q", key, n.Value)
			return
		}
		if len(n.Value) > maxText {
			d.at(n, "%s: %d bytes are too long: at most %d", key, len(n.Value), maxText)
			return
		}
		v.SetString(n.Value)
	case reflect.Bool:
		b, err := strconv.ParseBool(n.Value)
		if err != nil || tag != "!!bool" {
			d.at(n, "%s: %.60q: want true or false", key, n.Value)
			return
		}
		v.SetBool(b)
	default: // int, int64
		i, err := strconv.ParseInt(n.Value, 10, 64)
		if err != nil || tag != "!!int" || v.OverflowInt(i) {
			d.at(n, "%s: %.60q: want a whole number", key, n.Value)
			return
		}
		v.SetInt(i)
	}
}

// keysOf returns the keys that a struct has in the file.
func keysOf(t reflect.Type) []string {
	var keys []string
	for i := range t.NumField() {
		if name := keyOf(t.Field(i)); name != "" {
			keys = append(keys, name)
		}
	}
	return keys
}

func keyOf(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return strings.TrimPrefix(name, "-")
}

// fieldOf returns the place of the field that a key names, -1 if none.
func fieldOf(t reflect.Type, key string) int {
	for i := range t.NumField() {
		if key != "" && keyOf(t.Field(i)) == key {
			return i
		}
	}
	return -1
}
