package reports_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/reports"
)

func TestDecodeTrend(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"empty":          {`{"schema":"stxscan-trend/1.0"}`, ""},
		"later minor":    {`{"schema":"stxscan-trend/1.9"}`, ""},
		"no JSON":        {"date,label", "is no JSON of a trend"},
		"other JSON":     {`{"schema":"stxscan-diff/1.0"}`, "is no trend"},
		"nothing":        {`{}`, "is no trend"},
		"later major":    {`{"schema":"stxscan-trend/10.0"}`, "another version"},
		"not sorted":     {`{"schema":"stxscan-trend/1.0","points":[{"time":"2019-01-02T00:00:00Z"},{"time":"2019-01-01T00:00:00Z"}]}`, "point 2 is older"},
		"no such point":  {`{"schema":"stxscan-trend/1.0","points":[{"time":"2019-01-02T00:00:00Z"}],"packages":[{"package":"a/b","verdicts":[{"point":1}]}]}`, `"a/b" names points`},
		"negative point": {`{"schema":"stxscan-trend/1.0","points":[{"time":"2019-01-02T00:00:00Z"}],"packages":[{"package":"a/b","verdicts":[{"point":-1}]}]}`, "names points"},
		"out of order":   {`{"schema":"stxscan-trend/1.0","points":[{},{}],"packages":[{"package":"a/b","verdicts":[{"point":1},{"point":0}]}]}`, "names points"},
	} {
		_, err := reports.DecodeTrend(strings.NewReader(c.text))
		switch {
		case c.want == "" && err != nil:
			t.Errorf("%s: %v", name, err)
		case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

// FuzzDecodeTrend holds that what is read can be written and read again.
func FuzzDecodeTrend(f *testing.F) {
	f.Add([]byte(`{"schema":"stxscan-trend/1.0","targets":["clear"],"points":[{"time":"2019-01-02T00:00:00Z","targets":{"clear":{"blocking":3}}}],"packages":[{"package":"a/b","target":"clear","verdicts":[{"point":0,"verdict":"ready"}]}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		trend, err := reports.DecodeTrend(bytes.NewReader(text))
		if err != nil {
			return
		}
		again, err := json.Marshal(trend)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := reports.DecodeTrend(bytes.NewReader(again)); err != nil {
			t.Errorf("%v\n%s", err, again)
		}
	})
}
