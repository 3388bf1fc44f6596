// Package analysis says what an analyzer is and what it sees. An analyzer
// looks at one file at a time and reports what its rules match; it opens
// nothing, keeps nothing between files and knows neither the other analyzers
// nor the reports. What only the whole workspace can tell it states as a
// Condition, which the engine settles once every file has been seen.
package analysis

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"opendev.org/starlingx/stxscan/facts"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/rules"
)

// Analyzer is one kind of look at a file. Its value is shared by all workers:
// Map must not change it.
type Analyzer struct {
	Name string // what rules name it by
	Doc  string // what it looks for, in a line
	// Version is raised whenever Map's results change for the same rules.
	Version int
	// Wants reports whether Map is to be called for the file. It must not
	// parse.
	Wants func(*File) bool
	// New prepares the analyzer's rules once for a scan and returns what is
	// called for every wanted file, by several goroutines at once. The error
	// names a rule that asks for what the analyzer does not have. Map's error
	// says that the analyzer failed on the file, not that something was found.
	New func([]*rules.Rule) (Map, error)
	// Reduce, if set, is called once after all files of all shards.
	Reduce func(*Reduction) error
}

// Map looks at one file and reports to the pass.
type Map func(*Pass) error

// Span is a range of the file in byte offsets, half-open.
type Span struct{ Start, End int }

// Detail is what is particular to one place that a rule matched.
type Detail struct {
	// Subject is what was matched, Use what to use instead, if known.
	Subject, Use string
	// Message replaces the rule's, if set.
	Message string
	// Severity and Confidence replace the rule's, if set.
	Severity   *finding.Severity
	Confidence *finding.Confidence
	// Guard names what keeps the place from running where it would fail. A
	// guarded finding is for information only.
	Guard string
	// Guards are the conditions around the place. Where they let only the system
	// run it that StarlingX comes from, the finding is guarded; else each target
	// is told whether it gets there.
	Guards []facts.Guard
	// Steps are the names that were followed to come by the match.
	Steps []Step
	// Call is the command that is run, Within the function that the place stands
	// in, where that is known.
	Call, Within string
	// Scriptlet is set for what only the scriptlets of an RPM run.
	Scriptlet bool
	// Reach is the set of Pythons under which the place runs; 0 means all.
	Reach rules.Pythons
	// When must hold for the finding to be one; see Condition.
	When []Condition
	// Unless, if set, is a question that the workspace may answer: if it is yes,
	// the finding is none, and if it is no, the finding is certain and as grave
	// as its rule says.
	Unless *Condition
	// Results are the functions that hand the place's bytes to other files, by
	// the names that they have in their own. If bytes fail there, the finding is
	// as grave as its rule says; if nobody is known to take them for text and Idle
	// is set, it is none.
	Results []facts.PyResult
	Idle    bool
	// Fix is the replacement of the place, nil if the rule has none.
	Fix *Fix
}

// Step is one name that was followed to what it stands for.
type Step struct {
	Name, Value string
	Span        Span // of the value in the file
}

// Candidate is a finding as Map knows it: without targets, since Map's results
// depend on the file and the rules alone, and with the conditions that are yet
// to be settled.
type Candidate struct {
	finding.Finding
	Reach rules.Pythons
	// Branch says which systems come to the place, Told which condition says so.
	Branch rules.Branch
	Told   string
	When   []Condition
	Unless *Condition
	// Sure is the severity that the finding has where the workspace settles it.
	Sure    finding.Severity
	Results []facts.PyResult
	Idle    bool
	// Scriptlet is set for what only the scriptlets of an RPM run.
	Scriptlet bool
}

// Pass is one analyzer at work on one file.
type Pass struct {
	Analyzer *Analyzer
	File     *File

	candidates []Candidate
	unknowns   []finding.Unknown
	kept       any
	module     *facts.PyModule
	ignores    []Ignore
}

// Describe says what the file offers to those that import from it.
func (p *Pass) Describe(module *facts.PyModule) { p.module = module }

// Module returns what Describe was given, nil if nothing was.
func (p *Pass) Module() *facts.PyModule { return p.module }

// Candidates returns what was reported, in the order of the calls.
func (p *Pass) Candidates() []Candidate { return p.candidates }

// Unknowns returns what could not be told.
func (p *Pass) Unknowns() []finding.Unknown { return p.unknowns }

// Add takes over what was reported by another pass of the same analyzer, over a
// piece of the file.
func (p *Pass) Add(list ...Candidate) { p.candidates = append(p.candidates, list...) }

// Report adds a finding of the rule at a place of the file.
func (p *Pass) Report(rule *rules.Rule, at Span, detail Detail) {
	line, column := p.File.Position(at.Start)
	endLine, _ := p.File.Position(max(at.Start, at.End-1))
	detail.Subject = p.File.shown(detail.Subject, line, endLine)
	f := finding.Finding{
		Rule: rule.ID, Concern: rule.Concern, Role: p.File.Role,
		Severity: rule.Severity, Confidence: rule.Confidence,
		Message: detail.Message, Subject: detail.Subject, Guard: detail.Guard,
		Call: detail.Call, Within: detail.Within,
		Package: p.File.Package.Name,
		Location: finding.Location{
			Repo: p.File.Repo.ID, Path: p.File.Path,
			Line: line, Column: column, EndLine: endLine,
		},
		Snippet: Snippet(p.File.lineStart(line)),
	}
	for _, s := range detail.Steps {
		at, column := p.File.Position(s.Span.Start)
		f.Trace = append(f.Trace, finding.Step{Name: s.Name, Value: s.Value, Line: at, Column: column})
	}
	f.Fix = p.File.fix(detail.Fix)
	if detail.Severity != nil {
		f.Severity = *detail.Severity
	}
	if detail.Confidence != nil {
		f.Confidence = *detail.Confidence
	}
	if f.Message == "" {
		f.Message = rule.ErrorText(detail.Subject, detail.Use)
	}
	branch, told := BranchOf(detail.Guards)
	if f.Guard == "" && branch.OnlyCentOS() {
		f.Guard = told
	}
	if f.Guard != "" {
		f.Severity = finding.Info
	}
	reach := detail.Reach
	if reach == 0 {
		reach = rules.AllPythons
	}
	p.candidates = append(p.candidates, Candidate{
		Finding: f, Reach: reach, Branch: branch, Told: told, When: detail.When, Unless: detail.Unless, Sure: rule.Severity,
		Results: detail.Results, Idle: detail.Idle, Scriptlet: detail.Scriptlet,
	})
}

// CallOf is a command as a finding shows it: its program without the folder and
// its arguments, on one line and bounded in length. What was hidden of them, such
// as macros, is shown as the file has it.
func CallOf(f *File, c *facts.Command) string {
	const most, hidden = 120, "XX"
	text := c.Program
	for i, arg := range c.Args {
		if len(text) > most {
			break
		}
		if at := c.ArgSpans[i]; strings.Contains(arg, hidden) && at.Start >= 0 && at.Start < at.End && at.End <= len(f.Src) && f.host == nil {
			arg = string(f.Src[at.Start:at.End])
		}
		text += " " + arg
	}
	text = strings.Join(strings.Fields(Snippet(text)), " ")
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + "…"
	}
	return text
}

// Suppress asks of every finding that was reported whether something in the
// file quiets it, nil for no. What is quiet stays a finding.
func (p *Pass) Suppress(quieted func(*finding.Finding) *finding.Suppression) {
	for i := range p.candidates {
		if s := quieted(&p.candidates[i].Finding); s != nil {
			p.candidates[i].Suppressed = s
		}
	}
}

// Unknown adds something that the analyzer could not tell. line is 0 where it
// is about the whole file.
func (p *Pass) Unknown(line int, settle, format string, args ...any) {
	p.unknowns = append(p.unknowns, p.File.unknown(p.Analyzer.Name, line, settle, fmt.Sprintf(format, args...)))
}

// maxSnippet bounds a snippet in bytes: enough for any line that people
// wrote, and minified files do not fill the report.
const maxSnippet = 160

// Snippet returns a line as reports show it: trimmed, bounded, valid UTF-8 and
// free of control characters.
func Snippet(line string) string {
	line = strings.Map(func(r rune) rune {
		if r == '\t' {
			return ' '
		}
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, strings.ToValidUTF8(strings.TrimSpace(strings.TrimPrefix(line, "\ufeff")), "\uFFFD"))
	if len(line) <= maxSnippet {
		return line
	}
	cut := maxSnippet
	for !utf8.RuneStart(line[cut]) {
		cut--
	}
	return line[:cut] + "…"
}
