package reports_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"

	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/reporttest"
)

func TestRoundTrip(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	cases := map[string]*reports.Report{
		"sample": reporttest.Sample(), "hostile": reporttest.Hostile(), "empty": {Schema: reports.Schema},
	}
	for i := range 50 {
		r := reporttest.Sample()
		if i%2 > 0 {
			r.Delta = &reports.Delta{NewUnknowns: r.Unknowns[:2], Absent: make([]reports.AbsentFinding, 2)}
		}
		scramble(reflect.ValueOf(r).Elem(), random)
		r.Schema = reports.Schema
		cases[fmt.Sprintf("random %d", i)] = r
	}
	for name, r := range cases {
		t.Run(name, func(t *testing.T) {
			first := encode(t, r)
			decoded, err := reports.Decode(bytes.NewReader(first))
			if err != nil {
				t.Fatal(err)
			}
			if second := encode(t, decoded); !bytes.Equal(first, second) {
				t.Errorf("not the same:\n%s\n%s", first, second)
			}
		})
	}
}

// pieces are what breaks an encoding where it is wrong.
var pieces = []string{"a", " ", "\n", `\`, `\ufffd`, "\ufffd", "\xff", "\x00", `"`, "<", "\u2028", "é", "😀", "\xed\xa0\x80"}

// scramble puts random text in every string but the keys of maps.
func scramble(v reflect.Value, random *rand.Rand) {
	switch v.Kind() {
	case reflect.String:
		text := ""
		for range random.IntN(5) {
			text += pieces[random.IntN(len(pieces))]
		}
		v.SetString(text)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				scramble(v.Field(i), random)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			scramble(v.Index(i), random)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			scramble(v.Elem(), random)
		}
	case reflect.Map:
		for key, value := range v.Seq2() {
			c := reflect.New(value.Type()).Elem()
			c.Set(value)
			scramble(c, random)
			v.SetMapIndex(key, c)
		}
	}
}
