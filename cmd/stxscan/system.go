package main

import (
	"os"
	"strconv"
	"time"

	"golang.org/x/term"
)

// system is the real world.
func system() *world {
	w := &world{stdout: os.Stdout, stderr: os.Stderr, now: clock(), width: 100}
	w.terminal = term.IsTerminal(int(os.Stderr.Fd())) && os.Getenv("TERM") != "dumb"
	if term.IsTerminal(int(os.Stdout.Fd())) {
		if width, _, err := term.GetSize(int(os.Stdout.Fd())); err == nil && width > 0 {
			w.width = width
		}
		w.color = os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
	}
	if force := os.Getenv("CLICOLOR_FORCE"); force != "" && force != "0" {
		w.color = true
	}
	return w
}

// clock is the time of day, or what SOURCE_DATE_EPOCH sets it to, so that
// reports can be made again byte by byte.
func clock() func() time.Time {
	if seconds, err := strconv.ParseInt(os.Getenv("SOURCE_DATE_EPOCH"), 10, 64); err == nil {
		return func() time.Time { return time.Unix(seconds, 0).UTC() }
	}
	return time.Now
}
