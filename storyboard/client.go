package storyboard

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// DefaultServer is the address of OpenDev's StoryBoard.
const DefaultServer = "https://storyboard.openstack.org/api/v1"

// What a client does if nobody says otherwise.
const (
	// DefaultTimeout bounds one request. The server works on one at a time, so
	// that less than half a minute would give up on what is still waiting.
	DefaultTimeout = 60 * time.Second
	// DefaultPause is how long a client waits between two writes.
	DefaultPause = 200 * time.Millisecond
	// attempts is how often a request is made at most, where it may be repeated.
	attempts = 4
	// maxBody bounds what is read of an answer, in bytes. A page of a hundred
	// stories has some hundred kilobytes.
	maxBody = 64 << 20
	// pageSize is how many of a list are asked for at once.
	pageSize = 100
	// maxPages bounds a list.
	maxPages = 1000
)

// Options say which server a client speaks to, and how.
type Options struct {
	// Server is the address above "stories", such as DefaultServer.
	Server string
	// Token is sent with each request; without one only what is public is seen
	// and nothing can be written.
	Token string
	// Insecure allows http:// to other machines than this.
	Insecure bool
	// Timeout bounds one request, DefaultTimeout if 0; Pause is kept between
	// writes, DefaultPause if 0 and none if negative.
	Timeout, Pause time.Duration
	// Transport carries requests; http.DefaultTransport, which verifies
	// certificates, if nil.
	Transport http.RoundTripper
	// Sleep waits, for tests; nil for the real thing.
	Sleep func(context.Context, time.Duration) error
	// Agent is the User-Agent.
	Agent string
}

// Client speaks to one server. It can be used by several goroutines.
type Client struct {
	base    *url.URL
	token   string
	agent   string
	http    *http.Client
	timeout time.Duration
	pause   time.Duration
	sleep   func(context.Context, time.Duration) error

	mu     sync.Mutex
	last   time.Time // of the last write
	writes int
}

// New returns a client. The error says what is wrong with the address: want
// https://, or http:// for this machine.
func New(o Options) (*Client, error) {
	base, err := parseServer(o.Server, o.Insecure)
	if err != nil {
		return nil, err
	}
	if strings.ContainsFunc(o.Token, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return nil, errors.New("the token holds spaces or other characters that no token has: copy it again")
	}
	c := &Client{base: base, token: o.Token, agent: o.Agent, timeout: o.Timeout, pause: o.Pause, sleep: o.Sleep}
	if c.timeout == 0 {
		c.timeout = DefaultTimeout
	}
	if c.pause == 0 {
		c.pause = DefaultPause
	}
	if c.sleep == nil {
		c.sleep = sleep
	}
	c.http = &http.Client{Transport: o.Transport, CheckRedirect: c.redirect}
	return c, nil
}

// Server returns the address that the client speaks to.
func (c *Client) Server() string { return c.base.String() }

// HasToken reports whether the client may write.
func (c *Client) HasToken() bool { return c.token != "" }

// Writes counts the requests that could change something.
func (c *Client) Writes() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.writes
}

// CheckServer says what is wrong with the address of a server, if anything.
func CheckServer(server string, insecure bool) error {
	_, err := parseServer(server, insecure)
	return err
}

func parseServer(server string, insecure bool) (*url.URL, error) {
	base, err := url.Parse(server)
	switch {
	case err != nil:
		// The error of url.Parse shows the text, in which somebody may have put
		// a password.
		return nil, errors.New("the address of the server cannot be read: want something like " + DefaultServer)
	case base.User != nil:
		return nil, errors.New("the address of the server holds a name or password: leave it out, and give a token as the help says")
	case base.Host == "" || base.Scheme != "https" && base.Scheme != "http":
		return nil, fmt.Errorf("%q is no address of a server: want something like %s", server, DefaultServer)
	case base.RawQuery != "" || base.Fragment != "":
		return nil, fmt.Errorf("%q: leave out what follows ? or #: want something like %s", server, DefaultServer)
	case base.Scheme == "http" && !insecure && !loopback(base.Hostname()):
		return nil, fmt.Errorf("%s would carry the token over the network for all to read: want https://, or allow it with --insecure-http", server)
	}
	base.Path = strings.TrimSuffix(base.Path, "/")
	return base, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// redirect follows only reads, and only on the same host with the same scheme:
// the token is for no other.
func (c *Client) redirect(to *http.Request, via []*http.Request) error {
	where := to.URL.Scheme + "://" + to.URL.Host
	switch {
	case to.URL.Scheme != c.base.Scheme || to.URL.Host != c.base.Host:
		return fmt.Errorf("the server sends us to %s, and the token is not for that one: if it is right, give its address with --server", where)
	case via[0].Method != http.MethodGet:
		return errors.New("the server answers a write with another address, which was not followed: give the address above 'stories' with --server")
	case len(via) > 3:
		return errors.New("the server sends us from one address to the next: check --server")
	}
	return nil
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
