// Package github writes workflow commands of GitHub Actions, which show
// findings beside the lines of a change.
package github

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/ci"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

// commands are the commands of the levels. What the gate fails for is an error,
// whatever its severity.
var commands = map[finding.Severity]string{finding.Info: "notice", finding.Warning: "warning", finding.Error: "error"}

// Write writes a workflow command for each finding, the worst first, then one
// for each thing that could not be told, and a line that counts both: GitHub
// shows about ten of each command in a step, and the rest in the log alone.
// Paths are relative to the folder that was scanned, which has to be the
// checkout. Of a report that was held against a base only what is new is
// written; suppressed findings are counted, no more. The error is that of w.
//
// The escapes are those of @actions/core: % CR LF, in properties also : and , .
func Write(w io.Writer, r *reports.Report) error {
	view := ci.New(r)
	out := bufio.NewWriter(w)
	places := slices.Clone(view.Places)
	slices.SortStableFunc(places, func(a, b ci.Place) int { return int(level(&b)) - int(level(&a)) })
	for i := range places {
		p := &places[i]
		fmt.Fprintf(out, "::%s file=%s,line=%d,col=%d,endLine=%d,title=%s::%s\n", commands[level(p)],
			property(p.File), p.Line, p.Column, max(p.EndLine, p.Line), property(p.Rule), data(p.Text()))
	}
	for i := range view.Unknowns {
		u := &view.Unknowns[i]
		command := "notice"
		if u.New {
			command = "error"
		}
		fmt.Fprintf(out, "::%s file=%s,line=%d,title=unknown::%s\n", command, property(u.File), max(u.Line, 1), data(ci.Untold+u.Text()))
	}
	fmt.Fprintf(out, "stxscan: %s. GitHub shows about 10 of each kind in a step; all of them stand above.\n", view.Sentence())
	return out.Flush()
}

func level(p *ci.Place) finding.Severity {
	if p.Failing {
		return finding.Error
	}
	return p.Level
}

var (
	dataEscapes     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	propertyEscapes = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// data escapes the message of a command. What a log would obey is made visible
// first.
func data(s string) string { return dataEscapes.Replace(terminal.Clean(s)) }

// property escapes a property of a command.
func property(s string) string { return propertyEscapes.Replace(terminal.Clean(s)) }
