package storyboard

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestDecodeError(t *testing.T) {
	for name, test := range map[string]struct {
		status int
		body   string
		want   []string
	}{
		"controller":    {404, `{"faultcode":"Client","faultstring":"Story 7 not found","debuginfo":null}`, []string{"404 Not Found", "Story 7 not found", "check the number"}},
		"framework":     {401, `{"code":401,"title":"Unauthorized","description":null}`, []string{"401", "has expired"}},
		"field":         {400, `{"message":"'abcd' is too short","field":"title"}`, []string{"title: 'abcd' is too short"}},
		"field of list": {400, `{"message":"bad","field":["a"]}`, []string{"400 Bad Request: bad"}},
		"no reason":     {400, `{"code":400,"title":"","description":""}`, []string{"does not say which"}},
		"page":          {502, "<html><head><title>502 Bad Gateway</title></head>", []string{"502 Bad Gateway", "cannot be reached at the moment"}},
		"page, no head": {403, "<h1>No</h1><p>entry", []string{"No entry", "may not do that"}},
		"text":          {500, "A server error occurred.  Please contact the administrator.", []string{"A server error occurred. Please contact"}},
		"oauth":         {406, `{"error":"unsupported_grant_type","error_description":"no such grant"}`, []string{"no such grant"}},
		"empty":         {503, "", []string{"503 Service Unavailable", "try again later"}},
		"a list":        {400, `["x"]`, []string{`["x"]`}},
		"hostile":       {400, "{\"faultstring\":\"\\u001b[2Jred\\u202e\\n" + strings.Repeat("x", 5000) + "\"}", []string{"[2Jred xxx", "..."}},
	} {
		e := decodeError(test.status, []byte(test.body))
		e.Request, e.hasToken = "POST /stories", true
		for _, want := range test.want {
			if !strings.Contains(e.Error(), want) {
				t.Errorf("%s: %q lacks %q", name, e.Error(), want)
			}
		}
	}
}

// FuzzDecodeError: whatever a server answers, the message is a short line of text
// that a terminal can show.
func FuzzDecodeError(f *testing.F) {
	f.Add(400, []byte(`{"message":"'abcd' is too short","field":"title"}`))
	f.Add(404, []byte(`{"faultcode":"Client","faultstring":"Story 7 not found","debuginfo":null}`))
	f.Add(502, []byte("<html><title>502</title>"))
	f.Add(500, []byte("\xff\x1b[31m<"))
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		e := decodeError(status, body)
		text := e.Error()
		if !utf8.ValidString(text) || len(text) > 2*maxMessage+400 {
			t.Errorf("%q", text)
		}
		if i := strings.IndexFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }); i >= 0 {
			t.Errorf("%q at %d", text, i)
		}
	})
}
