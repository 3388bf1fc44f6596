package stories

import (
	"strings"
	"testing"
	"time"
)

func TestBlocks(t *testing.T) {
	const key = "v1:0123456789abcdef"
	for name, test := range map[string]struct{ description, want string }{
		"empty":                {"", beginMark + "B" + endMark + "\n" + keyLine(key)},
		"text of people":       {"Words.\n", "Words.\n\n" + beginMark + "B" + endMark + "\n" + keyLine(key)},
		"ours":                 {"A" + beginMark + "old" + endMark + "Z\n" + keyLine(key), "A" + beginMark + "B" + endMark + "Z\n" + keyLine(key)},
		"key taken out":        {"A" + beginMark + "old" + endMark, "A" + beginMark + "B" + endMark + "\n" + keyLine(key)},
		"end taken out":        {"A" + beginMark + "old\n" + keyLine(key), "Aold\n" + keyLine(key) + "\n\n" + beginMark + "B" + endMark + "\n"},
		"begin taken out":      {"A" + endMark + "Z", "AZ\n\n" + beginMark + "B" + endMark + "\n" + keyLine(key)},
		"marks in wrong order": {endMark + "A" + beginMark, "A\n\n" + beginMark + "B" + endMark + "\n" + keyLine(key)},
		"another key":          {keyLine("v1:ffffffffffffffff"), keyLine("v1:ffffffffffffffff") + "\n\n" + beginMark + "B" + endMark + "\n" + keyLine(key)},
	} {
		got := withBlock(test.description, "B", key)
		if got != test.want {
			t.Errorf("%s:\n%q\nwant\n%q", name, got, test.want)
		}
		if again := withBlock(got, "B", key); again != got || KeyOf(got) != key {
			t.Errorf("%s: again it is %q", name, again)
		}
	}
}

func TestStates(t *testing.T) {
	s := state{digest: "abc", scan: time.Date(2018, 10, 15, 1, 2, 3, 0, time.UTC), tags: []string{"stx.multios", "stx.py3"}, tasks: map[string]int{"v1:0123456789abcdef": 3, "v1:1123456789abcdef": 0}}
	got, ok := readState("text\n" + s.line() + "\nmore")
	if !ok || !got.scan.Equal(s.scan) || !sameState(&got, &s) {
		t.Errorf("%+v became %+v", s, got)
	}
	for _, text := range []string{"", "<!-- stxscan state", "<!-- stxscan state digest=x\n-->"} {
		if _, ok := readState(text); ok {
			t.Errorf("%q has a state", text)
		}
	}
	got, ok = readState("<!-- stxscan state tasks=zz=1,0123456789abcdef=-4,0123456789abcdef=x scan=yesterday tags= other=1 -->")
	if !ok || len(got.tasks) != 0 || !got.scan.IsZero() || got.tags != nil {
		t.Errorf("got %+v", got)
	}
}

func TestTaskMarks(t *testing.T) {
	a := about{repo: "config", rule: "OS-003,OS-012", pkg: "sysinv", target: "clear"}
	const key = "v1:0123456789abcdef"
	if got, b, ok := readTask("words\n" + taskLine(key, a) + "\nmore"); !ok || got != key || b != a {
		t.Errorf("got %s %+v", got, b)
	}
	// What would end the mark is left out, and the task then covers nothing for sure.
	hostile := taskLine(key, about{repo: "a b", pkg: "x-->y", rule: "R-1"})
	if got, b, ok := readTask(hostile); !ok || got != key || (b != about{rule: "R-1"}) {
		t.Errorf("%s: %+v", hostile, b)
	}
	if _, _, ok := readTask("stxscan task v1:xyz"); ok {
		t.Error("no key is one")
	}
}

// FuzzBlock: whatever people wrote, all of it stays but the block, a second time
// changes nothing, and what is read back is what was written.
func FuzzBlock(f *testing.F) {
	f.Add("Words.\n", "text")
	f.Add("A"+beginMark+"old"+endMark+"Z", "text")
	f.Add(endMark+beginMark+keyLine("v1:0123456789abcdef"), "<b>")
	f.Add("\x00\xff<!--", "")
	f.Fuzz(func(t *testing.T, description, block string) {
		const key = "v1:0123456789abcdef"
		if strings.Contains(block, "<!--") {
			return // ours never hold marks within
		}
		got := withBlock(description, block, key)
		before, found, after, ok := splitBlock(got)
		if !ok || found != block || KeyOf(got) != key {
			t.Fatalf("%q became %q", description, got)
		}
		if again := withBlock(got, block, key); again != got {
			t.Fatalf("again %q became %q", got, again)
		}
		if b, _, a, had := splitBlock(description); had && (before != b || !strings.HasPrefix(after, strings.TrimRight(a, "\n"))) {
			t.Fatalf("%q lost text: %q", description, got)
		}
		if _, _, _, had := splitBlock(description); !had {
			kept := strings.TrimRight(strings.ReplaceAll(strings.ReplaceAll(description, beginMark, ""), endMark, ""), "\n")
			if !strings.HasPrefix(got, kept) {
				t.Fatalf("%q lost text: %q", description, got)
			}
		}
		readState(description)
		readTask(description)
		withoutMarks(description)
	})
}

// FuzzDecodePlan: what is no plan is refused with a message, and what is taken can
// be written and read again.
func FuzzDecodePlan(f *testing.F) {
	f.Add(`{"schema":"stxscan.stories/1","server":"","scan":{"version":"1","date":"2018-10-15","commits":{}},"stories":[{"key":"v1:0123456789abcdef","title":"[MultiOS] x","id":null,"findings":1,"packages":1,"actions":[{"action":"create","after":"x"},{"action":"task_add","after":"do it","task_key":"v1:0123456789abcdef","projects":["a/b"]}]}],"tracked":[],"notes":[]}`)
	f.Add(`{"schema":"stxscan.stories/2"}`)
	f.Add("")
	f.Fuzz(func(t *testing.T, text string) {
		p, err := DecodePlan(strings.NewReader(text))
		if err != nil {
			if err.Error() == "" {
				t.Error("an error without a message")
			}
			return
		}
		var out strings.Builder
		if err := p.Encode(&out); err != nil {
			t.Fatal(err)
		}
		if _, err := DecodePlan(strings.NewReader(out.String())); err != nil {
			t.Fatalf("%q was read, and not again: %v", text, err)
		}
		if err := Show(&strings.Builder{}, p, ShowOptions{Text: true}); err != nil {
			t.Fatal(err)
		}
	})
}

func TestDecodePlanRefuses(t *testing.T) {
	story := func(rest string) string {
		return `{"schema":"stxscan.stories/1","stories":[` + rest + `]}`
	}
	const key = `"key":"v1:0123456789abcdef"`
	for _, test := range []struct{ text, want string }{
		{"", "the plan is empty"}, {"[]", "this is no plan"}, {"{}", "its schema is \"\""}, {`{"schema":"stxscan-report/1.0"}`, "this is no plan that is read here"},
		{`{"schema":"stxscan.stories/1","colour":1}`, "unknown field"},
		{story(`{"key":"x"}`), "is no key"},
		{story(`{` + key + `,"title":"x","actions":[{"action":"update"}]}`), "no number and is not made first"},
		{story(`{` + key + `,"title":"x","actions":[{"action":"create"}]}`), "has 1 characters"},
		{story(`{` + key + `,"title":"long enough","id":7,"actions":[{"action":"explode"}]}`), "nothing that can be done"},
		{story(`{` + key + `,"title":"long enough","id":7,"actions":[{"action":"tag_add","tags":["Two Words"]}]}`), "no tag"},
		{story(`{` + key + `,"title":"long enough","id":7,"actions":[{"action":"task_add","after":"x"}]}`), "3 to 255"},
		{story(`{` + key + `,"title":"long enough","id":7,"actions":[{"action":"task_add","after":"do it"}]}`), "lacks its key or its project"},
		{story(`{` + key + `,"title":"long enough","id":7,"actions":[{"action":"task_close"}]}`), "the number of the task is missing"},
		{story(`{` + key + `,"title":"long enough","id":7,"actions":[{"action":"comment","after":" "}]}`), "the comment is empty"},
		{story(`{` + key + `,"title":"long enough","id":7,"actions":[{"action":"skip"},{"action":"create"}]}`), "made first"},
		{story(`{` + key + `,"title":"long enough","id":-7}`), "is no number of a story"},
		{story(`{` + key + `,"title":"long enough"},{` + key + `,"title":"long enough"}`), "its key is there twice"},
	} {
		if _, err := DecodePlan(strings.NewReader(test.text)); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %q", test.text, err, test.want)
		}
	}
}
