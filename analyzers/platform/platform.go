// Package platform finds what only works on the kind of system that StarlingX
// comes from: its paths, init scripts, units, installer and boot loader, its
// puppet providers, its security stack, and scripts for a /bin/sh that is Bash.
package platform

import (
	"bytes"
	"cmp"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/facts"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/syntax/cxx"
	"opendev.org/starlingx/stxscan/syntax/spec"
	"opendev.org/starlingx/stxscan/workspace"
)

// Analyzer is the analyzer of this package.
var Analyzer = &analysis.Analyzer{
	Name:    "platform",
	Doc:     "paths, init, units, installer, puppet, security and shell that only fit CentOS",
	Version: 7,
	Wants:   wants,
	New:     newMap,
	Reduce:  reduce,
}

func wants(f *analysis.File) bool {
	switch f.Role {
	case finding.RoleVendored, finding.RoleGenerated:
		return false
	case finding.RolePatch:
		return f.Language == workspace.Patch
	}
	return f.HasFacts() || plain[f.Language]
}

// plain are the languages without facts in which some rule looks for lines.
var plain = map[workspace.Language]bool{
	workspace.RepoFile: true, workspace.XML: true, workspace.SQL: true, workspace.Config: true, workspace.SSHConfig: true,
	workspace.Text: true, workspace.Unknown: true,
}

// table is the rules by what they match.
type table struct {
	programs map[string][]command
	paths    []pathRule
	files    []fileRule
	confined []confinement
	lines    []lineMatcher
	codes    map[string]*rules.Rule
}

type command struct {
	rule  *rules.Rule
	match rules.CommandMatch
}

type pathRule struct {
	rule    *rules.Rule
	pattern string
}

type fileRule struct {
	rule    *rules.Rule
	pattern string
}

func newMap(list []*rules.Rule) (analysis.Map, error) {
	t := &table{programs: map[string][]command{}, codes: map[string]*rules.Rule{}}
	for _, r := range list {
		if len(r.Match.Name)+len(r.Match.Attribute)+len(r.Match.Import) > 0 {
			return nil, fmt.Errorf("%s: rule %s: platform matches commands, paths, files and code", r.File, r.ID)
		}
		if code := r.Match.Code; code != "" {
			if !slices.Contains(codes, code) {
				return nil, fmt.Errorf("%s: rule %s: platform has no code %q", r.File, r.ID, code)
			}
			t.codes[code] = r
		}
		for _, c := range r.Match.Command {
			t.programs[c.Program] = append(t.programs[c.Program], command{r, c})
		}
		for _, p := range r.Match.Path {
			t.paths = append(t.paths, pathRule{r, p})
		}
		t.confined = append(t.confined, newConfinements(r)...)
		lines, err := newLines(r)
		if err != nil {
			return nil, err
		}
		t.lines = append(t.lines, lines...)
		for _, p := range r.Match.File {
			if _, err := path.Match(p, ""); err != nil {
				return nil, fmt.Errorf("%s: rule %s: file %q: %w", r.File, r.ID, p, err)
			}
			t.files = append(t.files, fileRule{r, p})
		}
	}
	// The longest pattern says most, so it is asked first.
	slices.SortStableFunc(t.paths, func(a, b pathRule) int { return cmp.Compare(len(b.pattern), len(a.pattern)) })
	return t.run, nil
}

func (t *table) run(pass *analysis.Pass) error {
	if pass.File.Language == workspace.Patch {
		t.matchPasswd(pass)
		t.matchACL(pass)
		t.matchLines(pass)
		t.matchPatchedUnits(pass)
		t.matchScripts(pass, pass.File.Facts())
		keepPatched(pass, pass.File.Facts())
		return nil
	}
	keep := kept{Tests: countTests(pass)}
	defer func() {
		if !keep.isEmpty() {
			pass.Keep(keep)
		}
	}()
	t.matchFile(pass)
	t.matchManaged(pass, &keep)
	t.matchBootMenu(pass)
	t.matchPAM(pass)
	t.matchACL(pass)
	t.matchLines(pass)
	keep.keepTemplate(pass)
	if !pass.File.HasFacts() {
		return nil
	}
	f := pass.File.Facts()
	taken := map[facts.Span]bool{}
	for i := range f.Commands {
		t.matchCommand(pass, &f.Commands[i], taken)
	}
	t.matchContained(pass, f)
	t.matchPaths(pass, f, taken)
	t.matchInterfaces(pass, f, taken)
	t.matchKickstartNames(pass, f)
	t.matchUnits(pass, f)
	t.matchAccounts(pass, f)
	t.matchConfined(pass, f)
	t.matchLinks(pass, f)
	t.matchScripts(pass, f)
	t.matchLocalFolders(pass)
	keep.keepSources(pass, f)
	keep.keepCompiling(pass)
	switch pass.File.Language {
	case workspace.C, workspace.CPP:
		source := cxx.Read(pass.File.Src)
		t.matchHidden(pass, source)
		keep.keepCompiled(pass, source)
	case workspace.Kickstart:
		t.matchKickstart(pass)
	case workspace.Makefile:
		t.matchFlags(pass)
		t.matchPIE(pass)
	case workspace.Python:
		t.matchDistribution(pass)
	case workspace.Puppet:
		t.matchPuppet(pass, &keep)
	case workspace.YAML:
		t.matchHiera(pass)
	case workspace.Spec:
		parsed := spec.Parse(pass.File.Src, spec.Options{Defines: spec.CentOS7, Lines: true})
		t.matchSpec(pass, parsed, &keep)
		t.matchInstalled(pass, parsed)
		t.matchScriptlets(pass, f, parsed)
		t.matchUnrun(pass, f, parsed)
		t.ownersOfFiles(pass, parsed)
	}
	return nil
}

// matchFile reports files that are coupled by what they are, at their first
// line.
func (t *table) matchFile(pass *analysis.Pass) {
	name := path.Base(pass.File.Path)
	for _, r := range t.files {
		if ok, _ := path.Match(r.pattern, name); ok {
			pass.Report(r.rule, firstLine(pass.File), analysis.Detail{Subject: name})
			return
		}
	}
}

// firstLine is where findings about a file as a whole stand.
func firstLine(f *analysis.File) analysis.Span { return analysis.Span{End: len(f.Line(1))} }

func (t *table) matchCommand(pass *analysis.Pass, c *facts.Command, taken map[facts.Span]bool) {
	for _, r := range t.programs[c.Program] {
		if r.match.Takes(c.Args) {
			taken[c.Span] = true
			pass.Report(r.rule, analysis.Span(c.Span), analysis.Detail{
				Subject: c.Program, Guard: guardOf(r.rule, c), Guards: c.Guards,
				Call: analysis.CallOf(pass.File, c), Within: c.Within, Scriptlet: c.Via == facts.ViaScriptlet,
			})
			return
		}
	}
}

// matchContained reports the commands that containers run.
func (t *table) matchContained(pass *analysis.Pass, f *facts.File) {
	for i := range f.Contained {
		c := &f.Contained[i]
		detail, ok := analysis.InContainer(pass.File, c)
		n := slices.IndexFunc(t.programs[c.Program], func(r command) bool { return r.match.Takes(c.Args) })
		if ok && n >= 0 {
			pass.Report(t.programs[c.Program][n].rule, analysis.Span(c.Span), detail)
		}
	}
}

// fromCentOS is an image that is made from one of CentOS.
var fromCentOS = regexp.MustCompile(`(?im)^FROM[ \t]+\S*(?:centos|rhel|ubi[789]|fedora)`)

// matchPaths reports paths, each once: not where a command is reported, and not
// again where the same text stands in the same place.
func (t *table) matchPaths(pass *analysis.Pass, f *facts.File, taken map[facts.Span]bool) {
	inCentOS := pass.File.Language == workspace.Dockerfile && fromCentOS.Match(pass.File.Src)
	type word struct {
		start int
		text  string
	}
	seen := map[word]bool{} // a word may be read as itself and as the first of several
	for i := range f.Paths {
		p := &f.Paths[i]
		key := word{p.Span.Start, p.Text}
		again := seen[key]
		seen[key] = true
		if again || taken[p.Span] || inCentOS && !strings.HasPrefix(p.Text, "/etc/yum") && !strings.HasPrefix(p.Text, "/etc/pki") {
			continue // the image has the path, whatever it runs on
		}
		text := strings.TrimPrefix(p.Text, "/mnt/sysimage")
		rule := t.rulePath(text)
		if rule == nil {
			t.dropIn(pass, p, taken)
			continue
		}
		if rule.ID == ruleLocal && (pass.File.Language == workspace.Spec || pass.File.Language == workspace.Makefile) {
			continue // where it is installed, of which OS-702 tells
		}
		if other := t.codes[codeForeignRepo]; other != nil && strings.HasPrefix(text, "/etc/yum.repos.d/") && pass.File.Language == workspace.Puppet && foreign.Match(pass.File.Src) {
			rule = other
		}
		taken[p.Span] = true
		detail := analysis.Detail{Subject: text, Within: p.Within}
		if !strings.HasSuffix(text, "-release") {
			// To ask which system it is takes a branch, and does not prove that
			// the branch is right.
			if isTestOf(f, p) && rule.ID != ruleSlapd || removable[rule.ID] && isDropped(f, p) || isOwn(pass.File, rule, text) {
				continue
			}
			detail.Guard, detail.Guards = pathGuard(rule, p), p.Guards
			if p.Via == facts.ViaOptional {
				detail.Guard = "EnvironmentFile=-"
			}
		} else if isCompared(f, p) {
			continue
		} else if isTestOf(f, p) && hasOther(f, p) || asksExists.MatchString(lineOf(pass.File, p)) {
			// Both arms are told: what is wrong in one is reported there.
			info := finding.Info
			detail.Severity = &info
		}
		detail.When = macroUsed(p)
		pass.Report(rule, analysis.Span(p.Span), detail)
	}
}

// The codes about names of the files that configure interfaces, and about the settings
// in them.
const (
	codeInterface = "interface-file"
	codeSetting   = "interface-setting"
)

// matchInterfaces reports names of the files of network-scripts that no path is
// reported for, and the settings in them.
func (t *table) matchInterfaces(pass *analysis.Pass, f *facts.File, taken map[facts.Span]bool) {
	rule, setting := t.codes[codeInterface], t.codes[codeSetting]
	// Debian's own folder may hold files of such names as well.
	if rule == nil && setting == nil || pass.File.Role == finding.RoleDoc || bytes.Contains(pass.File.Src, []byte("/etc/network/interfaces")) {
		return
	}
	// What others may have too counts where such a setting stands that nothing else has.
	certain := slices.ContainsFunc(f.Names, func(n facts.Path) bool { return facts.IsInterfaceSetting(n.Text) })
	for i := range f.Names {
		n := &f.Names[i]
		if setting != nil && (facts.IsInterfaceSetting(n.Text) || certain && facts.IsPlainSetting(n.Text)) {
			pass.Report(setting, analysis.Span(n.Span), analysis.Detail{Subject: n.Text, Guards: n.Guards, Within: n.Within})
		}
		if rule == nil || !facts.IsInterfaceFile(n.Text) || taken[n.Span] || joinsPath(pass.File, n.Span) {
			continue
		}
		taken[n.Span] = true
		subject := "ifcfg-*"
		if !strings.Contains(n.Text, "ifcfg") {
			subject = "route-*"
		}
		pass.Report(rule, analysis.Span(n.Span), analysis.Detail{Subject: subject, Guards: n.Guards, Within: n.Within})
	}
}

// joinsPath reports whether a string of Python is put behind the folder of the
// network-scripts in the same line: of the path that they make is told already.
func joinsPath(f *analysis.File, at facts.Span) bool {
	line := f.Src[lineStart(f.Src, at.Start):at.Start]
	return f.Language == workspace.Python && bytes.Contains(line, []byte("network-scripts"))
}

func (t *table) rulePath(text string) *rules.Rule {
	for _, r := range t.paths {
		if rules.GlobPath(r.pattern, text) && !slices.ContainsFunc(r.rule.Match.Except, func(p string) bool { return rules.GlobPath(p, text) }) {
			return r.rule
		}
	}
	return nil
}
