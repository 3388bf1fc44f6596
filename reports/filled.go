package reports

import (
	"encoding"
	"encoding/json"
	"reflect"
	"sync"
)

// filled returns a value in which every nil slice and nil map, however deep,
// is an empty one. What holds such values is copied, never changed: maps are
// shared between findings.
func filled(v reflect.Value) reflect.Value {
	if !holdsLists(v.Type()) {
		return v
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return v
		}
		c := reflect.New(v.Type().Elem())
		c.Elem().Set(filled(v.Elem()))
		return c
	case reflect.Struct:
		c := reflect.New(v.Type()).Elem()
		c.Set(v)
		for i := range v.NumField() {
			if holdsLists(v.Field(i).Type()) {
				c.Field(i).Set(filled(v.Field(i)))
			}
		}
		return c
	case reflect.Slice:
		if v.Len() > 0 && !holdsLists(v.Type().Elem()) {
			return v
		}
		c := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		for i := range v.Len() {
			c.Index(i).Set(filled(v.Index(i)))
		}
		return c
	default: // a map, see holdsLists
		if v.Len() > 0 && !holdsLists(v.Type().Elem()) {
			return v
		}
		c := reflect.MakeMapWithSize(v.Type(), v.Len())
		for key, value := range v.Seq2() {
			c.SetMapIndex(key, filled(value))
		}
		return c
	}
}

// knownLists remembers holdsLists: reflect.Type to bool.
var knownLists sync.Map

// holdsLists reports whether values of a type are or hold slices or maps that
// JSON would show. Types that write themselves are left alone.
func holdsLists(t reflect.Type) bool {
	if known, ok := knownLists.Load(t); ok {
		return known.(bool)
	}
	holds := false
	switch {
	case t.Implements(reflect.TypeFor[json.Marshaler]()), t.Implements(reflect.TypeFor[encoding.TextMarshaler]()):
	case t.Kind() == reflect.Slice, t.Kind() == reflect.Map:
		holds = true
	case t.Kind() == reflect.Pointer:
		holds = holdsLists(t.Elem())
	case t.Kind() == reflect.Struct:
		for field := range t.Fields() {
			holds = holds || holdsLists(field.Type)
		}
	}
	knownLists.Store(t, holds)
	return holds
}
