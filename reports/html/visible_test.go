package html

import (
	"encoding/json"
	"testing"
)

type step struct {
	Name string `json:"name"`
	Line int    `json:"line"`
}

type sample struct {
	Always  string  `json:"always"`
	Never   string  `json:"never,omitempty"`
	Guard   string  `json:"guard,omitempty"`
	State   string  `json:"state,omitempty"`
	Steps   []step  `json:"steps,omitempty"`
	Pointer *step   `json:"pointer,omitempty"`
	Number  float64 `json:"number,omitempty"`
}

func TestOptional(t *testing.T) {
	s := sample{Always: "a", Guard: "g", State: "new\u202e", Steps: []step{{"x\x00\ty\n", 3}}, Pointer: &step{"<\xff>", 1}}
	text, err := json.Marshal(visible(optional(s, "guard")))
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"pointer":{"name":"\u003c\\xff\u003e","line":1},"state":"new\\u202e","steps":[{"name":"x\\x00    y\n","line":3}]}`
	if string(text) != want {
		t.Errorf("got  %s\nwant %s", text, want)
	}
	if s.State != "new\u202e" || s.Pointer.Name != "<\xff>" {
		t.Error("what was given was changed")
	}
	if got := optional(sample{}); got != nil {
		t.Errorf("nothing makes %v", got)
	}
}
