package storyboard

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// maxMessage bounds what is shown of what a server says, in bytes.
const maxMessage = 300

// Error is an answer of the server that says no.
type Error struct {
	// Status is that of HTTP.
	Status int
	// Request is the method and path.
	Request string
	// Message is what the server says, on one line and bounded; Field what it
	// does not take, if it says so.
	Message, Field string
	// Retry is how long the server asks to wait, 0 if it does not.
	Retry time.Duration

	hasToken bool
}

func (e *Error) Error() string {
	text := fmt.Sprintf("%s: the server says %d", e.Request, e.Status)
	if name := http.StatusText(e.Status); name != "" && !strings.EqualFold(name, e.Message) {
		text += " " + name
	}
	if e.Field != "" {
		text += ": " + e.Field
	}
	if e.Message != "" {
		text += ": " + e.Message
	}
	if advice := e.advice(); advice != "" {
		text += ": " + advice
	}
	return text
}

// advice says what to do.
func (e *Error) advice() string {
	switch {
	case e.Status == http.StatusUnauthorized && e.hasToken:
		return "the token is wrong or has expired: make another under Profile, Authentication Tokens, and choose for how long it lasts"
	case e.Status == http.StatusUnauthorized:
		return "a token is needed: make one under Profile, Authentication Tokens, and give it in STXSCAN_STORYBOARD_TOKEN"
	case e.Status == http.StatusForbidden:
		return "the token's user may not do that: ask a person with the rights, or use another token"
	case e.Status == http.StatusNotFound:
		return "it is not there, or not for this user: check the number or name, and the address of the server"
	case e.Status == http.StatusMethodNotAllowed:
		return "the server has no such call: check the address of the server, which ends in /v1"
	case e.Status == http.StatusConflict:
		return "it is there already"
	case e.Status == http.StatusUnsupportedMediaType, e.Status == http.StatusNotAcceptable:
		return "something between here and the server changes requests: check the address of the server"
	case e.Status == http.StatusTooManyRequests:
		return "the server asks for fewer requests: try again later"
	case e.Status == http.StatusBadGateway, e.Status == http.StatusServiceUnavailable, e.Status == http.StatusGatewayTimeout:
		return "the server cannot be reached at the moment: try again later"
	case e.Status >= 500:
		return "the server failed: try again later, and tell those who run it if it stays so"
	case e.Status == http.StatusBadRequest && e.Message == "":
		return "the server does not take a value and does not say which: check titles (5 to 255 characters), tags and projects"
	}
	return ""
}

// IsStatus reports whether an error is an answer with a status.
func IsStatus(err error, status int) bool {
	var e *Error
	return errors.As(err, &e) && e.Status == status
}

// decodeError reads the four shapes that errors have: those of the server's
// controllers, of its framework, of its check of values, and text or HTML. The
// one of OAuth is read too. Nothing of the answer is trusted: what is shown is
// one line and short.
func decodeError(status int, body []byte) *Error {
	e := &Error{Status: status}
	var shape struct {
		FaultString *string         `json:"faultstring"`
		Message     *string         `json:"message"`
		Field       json.RawMessage `json:"field"`
		Title       *string         `json:"title"`
		Description *string         `json:"description"`
		OAuth       *string         `json:"error_description"`
		OAuthName   *string         `json:"error"`
	}
	if err := json.Unmarshal(body, &shape); err != nil {
		e.Message = plainText(string(body[:min(len(body), 1<<16)]))
		return e
	}
	var field string
	if json.Unmarshal(shape.Field, &field) != nil {
		field = ""
	}
	for _, text := range []*string{shape.FaultString, shape.Message, shape.Description, shape.OAuth, shape.Title, shape.OAuthName} {
		if text != nil && strings.TrimSpace(*text) != "" {
			e.Message = oneLine(*text)
			break
		}
	}
	e.Field = oneLine(field)
	return e
}

// plainText is what a page or a text says: without tags, and without what pages
// have above and below.
func plainText(text string) string {
	if !strings.Contains(text, "<") {
		return oneLine(text)
	}
	if _, title, ok := strings.Cut(text, "<title>"); ok {
		if title, _, ok = strings.Cut(title, "</title>"); ok {
			return oneLine(title)
		}
	}
	var out strings.Builder
	for {
		before, rest, ok := strings.Cut(text, "<")
		out.WriteString(before + " ")
		if !ok {
			return oneLine(out.String())
		}
		if _, text, ok = strings.Cut(rest, ">"); !ok {
			return oneLine(out.String())
		}
	}
}

// oneLine joins a text to one line without control characters, and bounds it.
func oneLine(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	text = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, text)
	text = strings.Join(strings.Fields(text), " ")
	if len(text) <= maxMessage {
		return text
	}
	end := maxMessage - len("...")
	for !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + "..."
}

// IsNotFound reports whether an error says that something is not there.
func IsNotFound(err error) bool { return IsStatus(err, http.StatusNotFound) }
