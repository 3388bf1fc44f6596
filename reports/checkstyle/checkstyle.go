// Package checkstyle writes the XML of Checkstyle, which Jenkins and many
// review tools read.
package checkstyle

import (
	"encoding/xml"
	"io"

	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/ci"
	"opendev.org/starlingx/stxscan/reports/terminal"
)

// version is that of the form, as Checkstyle 4.3 wrote it and its readers know.
const version = "4.3"

type document struct {
	XMLName xml.Name `xml:"checkstyle"`
	Version string   `xml:"version,attr"`
	Files   []*file  `xml:"file"`
}

type file struct {
	Name   string  `xml:"name,attr"`
	Errors []entry `xml:"error"`
}

type entry struct {
	Line     int    `xml:"line,attr"`
	Column   int    `xml:"column,attr,omitempty"`
	Severity string `xml:"severity,attr"`
	Message  string `xml:"message,attr"`
	Source   string `xml:"source,attr"`
}

// Write writes the findings by file, in the order of the report. Their source
// is stxscan.CONCERN.RULE; what could not be told has the source
// stxscan.unknown.KIND, with the severity warning if the base could tell it and
// info else. Paths are relative to the folder that was scanned. Of a report that
// was held against a base only what is new is written; suppressed findings are
// left out. Characters that XML cannot hold are made visible. The error is that
// of w.
func Write(w io.Writer, r *reports.Report) error {
	view := ci.New(r)
	d := document{Version: version}
	byName := map[string]*file{}
	add := func(name string, e entry) {
		name = terminal.Clean(name)
		f := byName[name]
		if f == nil {
			f = &file{Name: name}
			byName[name] = f
			d.Files = append(d.Files, f)
		}
		f.Errors = append(f.Errors, e)
	}
	for i := range view.Places {
		p := &view.Places[i]
		add(p.File, entry{max(p.Line, 1), p.Column, p.Level.String(), p.Text(), "stxscan." + terminal.Clean(string(p.Concern)+"."+p.Rule)})
	}
	for i := range view.Unknowns {
		u := &view.Unknowns[i]
		severity := "info"
		if u.New {
			severity = "warning"
		}
		add(u.File, entry{Line: max(u.Line, 1), Severity: severity, Message: ci.Untold + u.Text(), Source: "stxscan.unknown." + terminal.Clean(u.Kind)})
	}
	return ci.WriteXML(w, d, "  ")
}
