package storyboard

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// call is one request.
type call struct {
	method string
	path   []string // below the server's address, unescaped
	query  url.Values
	body   any // written as JSON if not nil
	into   any // filled from the answer if not nil
	// repeatable says that carrying it out twice does what once does.
	repeatable bool
}

// do makes a request, again where that is safe, and returns the headers of the
// answer.
func (c *Client) do(ctx context.Context, r call) (http.Header, error) {
	var body []byte
	if r.body != nil {
		var err error
		if body, err = json.Marshal(r.body); err != nil {
			return nil, fmt.Errorf("%s: %w", r.name(), err)
		}
	}
	for attempt := 1; ; attempt++ {
		if r.method != http.MethodGet {
			if err := c.takeTurn(ctx); err != nil {
				return nil, err
			}
		}
		header, err := c.once(ctx, r, body)
		wait, again := r.again(err, attempt)
		if err == nil || !again || ctx.Err() != nil {
			return header, err
		}
		if err := c.sleep(ctx, wait); err != nil {
			return nil, err
		}
	}
}

// takeTurn counts a write, and waits until the last is long enough ago.
func (c *Client) takeTurn(ctx context.Context) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if wait := c.pause - time.Since(c.last); c.pause > 0 && !c.last.IsZero() && wait > 0 {
		if err := c.sleep(ctx, wait); err != nil {
			return err
		}
	}
	c.last = time.Now()
	c.writes++
	return nil
}

// again says whether to try a request once more, and after what time.
func (r *call) again(err error, attempt int) (time.Duration, bool) {
	if err == nil || attempt >= attempts {
		return 0, false
	}
	wait := time.Second << (attempt - 1) / 2
	// What was never sent can be sent again, whatever it is.
	if errors.Is(err, syscall.ECONNREFUSED) {
		return wait, true
	}
	if r.method != http.MethodGet && !r.repeatable {
		return 0, false
	}
	var answer *Error
	if !errors.As(err, &answer) {
		var broken *transportError
		return wait, errors.As(err, &broken) && r.method == http.MethodGet
	}
	if answer.Retry > 0 {
		wait = min(answer.Retry, 30*time.Second)
	}
	return wait, answer.Status == http.StatusBadGateway || answer.Status == http.StatusServiceUnavailable || answer.Status == http.StatusGatewayTimeout
}

// once makes a request once.
func (c *Client) once(ctx context.Context, r call, body []byte) (http.Header, error) {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, r.method, c.address(r), bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r.name(), err)
	}
	c.setHeaders(request, body)
	response, err := c.http.Do(request)
	if err != nil {
		return nil, c.failure(r, err)
	}
	defer response.Body.Close()
	data, err := io.ReadAll(io.LimitReader(response.Body, maxBody+1))
	switch {
	case err != nil:
		return nil, c.failure(r, err)
	case len(data) > maxBody:
		return nil, fmt.Errorf("%s: the answer is larger than %d MB, the most that is read", r.name(), maxBody>>20)
	case response.StatusCode < 200 || response.StatusCode > 299:
		return nil, c.refused(r, response, data)
	case r.into == nil:
		return response.Header, nil
	}
	if err := json.Unmarshal(data, r.into); err != nil {
		return nil, &transportError{fmt.Errorf("%s: the answer is not what StoryBoard gives: %w: check the address of the server", r.name(), err)}
	}
	return response.Header, nil
}

func (c *Client) address(r call) string {
	address := *c.base
	parts := make([]string, len(r.path))
	for i, part := range r.path {
		parts[i] = url.PathEscape(part)
	}
	plain := c.base.Path + "/" + strings.Join(r.path, "/")
	address.RawPath = c.base.EscapedPath() + "/" + strings.Join(parts, "/")
	address.Path = plain
	address.RawQuery = r.query.Encode()
	return address.String()
}

// setHeaders sends no Accept with a write: with it the server leaves out which
// field it does not take.
func (c *Client) setHeaders(request *http.Request, body []byte) {
	if request.Method == http.MethodGet {
		request.Header.Set("Accept", "application/json")
	}
	if len(body) > 0 {
		request.Header.Set("Content-Type", "application/json")
	}
	if c.token != "" {
		request.Header.Set("Authorization", "Bearer "+c.token)
	}
	if c.agent != "" {
		request.Header.Set("User-Agent", c.agent)
	}
}

// transportError is a request of which it is not known whether it was carried out.
type transportError struct{ error }

func (e *transportError) Unwrap() error { return e.error }

// failure explains why there is no answer. It never shows the token: a server
// that sends us elsewhere may have put it into the address.
func (c *Client) failure(r call, err error) error {
	var of *url.Error
	if errors.As(err, &of) {
		err = of.Err // without the address
	}
	var timeout net.Error
	switch {
	case errors.Is(err, context.Canceled):
		return fmt.Errorf("%s: %w", r.name(), err)
	case errors.As(err, &timeout) && timeout.Timeout(), errors.Is(err, context.DeadlineExceeded):
		err = fmt.Errorf("no answer from %s in %s: try again later", c.base.Host, c.timeout)
	case errors.Is(err, syscall.ECONNREFUSED):
		err = fmt.Errorf("nobody answers at %s: check the address of the server: %w", c.base.Host, err)
	}
	if c.token != "" && strings.Contains(err.Error(), c.token) {
		err = errors.New(strings.ReplaceAll(err.Error(), c.token, hiddenToken))
	}
	return &transportError{fmt.Errorf("%s: %w", r.name(), err)}
}

// refused makes an error of an answer that is none of success.
func (c *Client) refused(r call, response *http.Response, data []byte) error {
	e := decodeError(response.StatusCode, data)
	if c.token != "" {
		e.Message = strings.ReplaceAll(e.Message, c.token, hiddenToken)
		e.Field = strings.ReplaceAll(e.Field, c.token, hiddenToken)
	}
	e.Request, e.hasToken = r.name(), c.token != ""
	if seconds, err := strconv.Atoi(response.Header.Get("Retry-After")); err == nil && seconds > 0 {
		e.Retry = time.Duration(min(seconds, 3600)) * time.Second
	}
	return e
}

const hiddenToken = "(the token)"

// name is what messages call a request.
func (r *call) name() string { return r.method + " /" + strings.Join(r.path, "/") }

// Unsure reports whether an error leaves open if the request was carried out: the
// answer was lost, or came from something between us and the server.
func Unsure(err error) bool {
	if errors.Is(err, syscall.ECONNREFUSED) {
		return false
	}
	var answer *Error
	if errors.As(err, &answer) {
		return answer.Status >= 500
	}
	var broken *transportError
	return errors.As(err, &broken)
}
