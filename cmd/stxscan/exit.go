package main

import "fmt"

// The exit codes. If several apply, the order is 2, 4, 1, 3.
const (
	codeOK      = 0
	codeFailed  = 1 // the gate failed, or --fail-on was met
	codeError   = 2 // usage, configuration, internal error
	codeUnsure  = 3 // the gate could not tell, or unknowns with --strict
	codeNothing = 4 // nothing to scan
)

// exitError is an error that ends the program with a code of its own.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string { return e.err.Error() }
func (e *exitError) Unwrap() error { return e.err }

func usageError(format string, args ...any) error {
	return &exitError{codeError, fmt.Errorf(format, args...)}
}
