// Package text writes a finding a line, as linters do, for editors and logs.
package text

import (
	"bufio"
	"fmt"
	"io"

	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/ci"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

// Write writes PATH:LINE:COLUMN: RULE MESSAGE [TARGETS] for each finding, then
// a line for each thing that could not be told, and a line that counts both.
// Paths are relative to the folder that was scanned. Of a report that was held
// against a base only what is new is written; suppressed findings are counted,
// no more. Text of the scanned tree is made safe for a terminal. The error is
// that of w.
func Write(w io.Writer, r *reports.Report) error {
	view := ci.New(r)
	out := bufio.NewWriter(w)
	for i := range view.Places {
		p := &view.Places[i]
		fmt.Fprintf(out, "%s:%d:%d: %s %s\n", terminal.Clean(p.File), p.Line, p.Column, terminal.Clean(p.Rule), p.Text())
	}
	for i := range view.Unknowns {
		u := &view.Unknowns[i]
		fmt.Fprintf(out, "%s:%d:1: unknown: %s\n", terminal.Clean(u.File), max(u.Line, 1), u.Text())
	}
	fmt.Fprintln(out, view.Sentence())
	return out.Flush()
}
