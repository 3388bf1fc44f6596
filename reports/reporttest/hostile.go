package reporttest

import (
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// HostileNames are what a scanned tree may hold to deceive those who read a
// report: for a terminal, a web page, a spreadsheet, a CI log.
var HostileNames = []string{
	"\x1b[2J\x1b]0;owned\x07.py",
	"<script>alert(1)</script>.py",
	"two\nlines\r.py",
	`=cmd("/bin/sh").py`,
	"::error file=x::made up.py",
	"code\u202eyp.exe",
	"]]>&amp;\x00.py",
	"caf\xe9.py",
	"|a|`b`*c*.py",
}

// Hostile returns Sample with every one of HostileNames as a path, a package,
// a subject, a message and a snippet.
func Hostile() *reports.Report {
	r := Sample()
	for i, name := range HostileNames {
		s := site{"updates", name, "dir/" + name, 1 + i, 1, "RPM-003", finding.RoleRuntime, name, name, ""}
		f := s.finding()
		f.Message = name + " is hostile"
		r.Findings = append(r.Findings, f)
		r.Packages = append(r.Packages, reports.Package{Name: name, Repo: "updates", Path: name, Origin: "flock", Built: true, Files: 1})
		r.Unknowns = append(r.Unknowns, finding.Unknown{Kind: finding.UnknownUnparsed, Repo: "updates", Package: name, Path: name,
			Message: name + " cannot be parsed", Settle: "rename " + name})
	}
	for i := range r.Packages {
		r.Packages[i].Findings = nil
	}
	for i := range r.Targets {
		r.Targets[i].Headline = reports.Headline{}
	}
	r.Inputs[1].Files += len(HostileNames)
	r.Inputs[1].Packages += len(HostileNames)
	r.Totals.Files.Listed += len(HostileNames)
	r.Totals.Files.Scanned += len(HostileNames)
	r.Totals.Guarded = 0
	r.Totals.Packages = reports.PackageTotals{}
	finish(r)
	return r
}
