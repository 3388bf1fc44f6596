package platform

import (
	"bytes"
	"regexp"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/facts"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/syntax/shell"
	"opendev.org/starlingx/stxscan/workspace"
)

// codes are the detectors that rules may name: the kinds of what only Bash
// reads, and those of the other files.
var codes = []string{

	string(shell.BashTest), string(shell.BashFunction), string(shell.BashArray), string(shell.BashProcess),
	string(shell.BashHereString), string(shell.BashEquals), string(shell.BashSource), string(shell.BashRedirect),
	string(shell.BashExpansion), string(shell.BashQuote), string(shell.BashEcho), string(shell.BashArithmetic),
	string(shell.BashBrace), string(shell.BashBuiltin), string(shell.BashOption), string(shell.BashVariable),
	string(shell.BashAppend), string(shell.BashCompound), string(shell.BashReadFile), string(shell.BashNamedNumbers), string(shell.BashStatus), string(shell.BashShift),
	codeUnit, codeUnitOrder, codeSysV, codeFamily, codeProvider, codeYumrepo, codeSELinuxType, codeFirewallType, codeTests,
	codeKickstart, codePackageGroup, codeDistribution, codeLib64, codeInterface, codeSetting, codeManaged, codeAccountID, codeAccountName, codeWerror, codeCronType, codeOthersFile, codeOthersUnit, codeFirewallUnit, codeBootMenu, codeStateless,
	codeLinkProgram, codeNetworkType, codeForeignRepo, codePAM, codeKickstartName, codeElsewhere, codeLinkLibrary, codeNoPIE, codeSourced, codeUnrun, codeConflict, codeTwice,
	codeBoolStep, codeConstant, codeThreads, codeHidden,
}

// localFolder is a line that keeps the name of a folder of /usr/local.
var localFolder = regexp.MustCompile(`(?m)^[ \t]*(?:export[ \t]+|readonly[ \t]+)?(\w+)=["']?(/usr/local/(?:s?bin|lib|etc))/?["']?[ \t]*(?:#.*)?$`)

// matchLocalFolders reports a folder of /usr/local that a script keeps in a variable and
// calls programs in.
func (t *table) matchLocalFolders(pass *analysis.Pass) {
	rule := t.rulePath("/usr/local/bin/program")
	if rule == nil || pass.File.Language != workspace.Shell {
		return
	}
	src := pass.File.Src
	for _, m := range localFolder.FindAllSubmatchIndex(src, maxManaged) {
		name := src[m[2]:m[3]]
		if bytes.Contains(src, append(append([]byte("$"), name...), '/')) || bytes.Contains(src, append(append([]byte("${"), name...), '}', '/')) {
			pass.Report(rule, analysis.Span{Start: m[4], End: m[5]}, analysis.Detail{Subject: string(src[m[4]:m[5]])})
		}
	}
}

// dhclientHook is a script that dhclient-script takes in.
var dhclientHook = regexp.MustCompile(`/dhclient-(?:enter|exit)-hooks(?:$|\.d/[^/]+$)`)

// bashOnlyOf is what only Bash reads of a script.
func bashOnlyOf(s *facts.Script) (list []shell.BashConstruct, ok bool) {
	if s.Fragment {
		return shell.BashOnlyFragment(s.Src), true
	}
	return shell.BashOnly(s.Src)
}

// spanOf is where a place of a script stands in its file.
func spanOf(s *facts.Script, c shell.BashConstruct) analysis.Span {
	start := s.At(c.Start)
	return analysis.Span{Start: start, End: max(start+1, s.At(c.End-1)+1)}
}

// matchScripts reports what only Bash reads in scripts that /bin/sh runs.
func (t *table) matchScripts(pass *analysis.Pass, f *facts.File) {
	seen := map[int]bool{}
	hook := dhclientHook.MatchString("/" + pass.File.Path)
	for i := range f.Scripts {
		s := &f.Scripts[i]
		if s.Shell != "sh" && !(hook && s.Via == facts.ViaShell) {
			continue
		}
		list, ok := bashOnlyOf(s)
		if !ok && s.Via == facts.ViaShell && len(s.Src) > shell.MaxDialect {
			pass.Unknown(0, "make the script smaller, or name bash in its first line",
				"a script for /bin/sh of %d bytes was not searched for what only Bash reads", len(s.Src))
		}
		detail := analysis.Detail{}
		if s.Via == facts.ViaScriptlet || s.Via == facts.ViaBuild || s.Via == facts.ViaMacro {
			// On a target that is not RPM's it is the new packaging's script
			// that counts; what is here is what will be carried over to it.
			info := finding.Info
			detail.Severity = &info
		}
		for _, c := range list {
			rule := t.codes[string(c.Kind)]
			at := spanOf(s, c)
			if rule == nil || seen[at.Start] || at.End > len(pass.File.Src) || !s.Adds(c.Start, c.End) {
				continue
			}
			seen[at.Start] = true
			detail.Subject, detail.Confidence = c.Text, atMost(pass, rule)
			if hook {
				detail.Message = analysis.Snippet(c.Text) + " is Bash's: dhclient-script takes this file in, which is for /bin/sh on Debian whatever the file begins with"
			}
			pass.Report(rule, at, detail)
		}
	}
}
