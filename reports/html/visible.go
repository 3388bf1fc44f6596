package html

import (
	"encoding"
	"encoding/json"
	"reflect"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/reports/terminal"
)

// visible returns a copy of a value in which every text shows what a browser
// would obey or hide: control characters, changes of direction, characters
// without width, bytes that are no UTF-8. Breaks between lines stay, and tabs
// become blanks. Nil lists become empty ones.
func visible[T any](value T) T {
	return shown(reflect.ValueOf(&value).Elem()).Interface().(T)
}

func shown(v reflect.Value) reflect.Value {
	t := v.Type()
	switch {
	case t == reflect.TypeFor[json.RawMessage](), v.Kind() != reflect.String && t.Implements(reflect.TypeFor[encoding.TextMarshaler]()):
		return v
	}
	c := reflect.New(t).Elem()
	switch v.Kind() {
	case reflect.String:
		c.SetString(cleanText(v.String()))
	case reflect.Struct:
		c.Set(v)
		for i := range v.NumField() {
			c.Field(i).Set(shown(v.Field(i)))
		}
	case reflect.Slice:
		if v.IsNil() {
			c.Set(reflect.MakeSlice(t, 0, 0))
			break
		}
		if k := t.Elem().Kind(); k == reflect.Int {
			return v
		}
		c.Set(reflect.MakeSlice(t, v.Len(), v.Len()))
		for i := range v.Len() {
			c.Index(i).Set(shown(v.Index(i)))
		}
	case reflect.Map:
		c.Set(reflect.MakeMapWithSize(t, v.Len()))
		for key, value := range v.Seq2() {
			c.SetMapIndex(shown(key), shown(value))
		}
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return v
		}
		inner := shown(v.Elem())
		if v.Kind() == reflect.Interface {
			return inner
		}
		c.Set(reflect.New(t.Elem()))
		c.Elem().Set(inner)
	default:
		return v
	}
	return c
}

// cleanText makes a text of one or several lines visible.
func cleanText(text string) string {
	text = strings.ReplaceAll(text, "\t", "    ")
	if !strings.Contains(text, "\n") {
		return terminal.Clean(text)
	}
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = terminal.Clean(lines[i])
	}
	return strings.Join(lines, "\n")
}

// optional returns the fields of a struct that may be left out in JSON and are
// not, by their names there; those named in without are left aside.
func optional(value any, without ...string) map[string]any {
	var out map[string]any
	for field, v := range reflect.ValueOf(value).Fields() {
		name, rest, _ := strings.Cut(field.Tag.Get("json"), ",")
		if rest != "omitempty" || v.IsZero() || slices.Contains(without, name) {
			continue
		}
		if out == nil {
			out = map[string]any{}
		}
		out[name] = v.Interface()
	}
	return out
}
