package platform

import (
	"bytes"
	"regexp"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/syntax/python"
	"opendev.org/starlingx/stxscan/workspace"
)

// codeTests is the code about packages without tests.
const codeTests = "no-tests"

// testMacro begins a test of GoogleTest or of Check.
var testMacro = regexp.MustCompile(`(?m)^\s*(?:TEST|TEST_F|TEST_P|START_TEST)\s*\(`)

// mainFunction begins a program.
var mainFunction = regexp.MustCompile(`(?m)^\s*(?:int\s+)?main\s*\(`)

// countTests gives the number of tests in a file that is for tests: functions
// named test_* in Python, test macros or else programs in C and C++, and
// scripts of shell.
func countTests(pass *analysis.Pass) int {
	if pass.File.Role != finding.RoleTest {
		return 0
	}
	count := 0
	switch f := pass.File; f.Language {
	case workspace.Python:
		tree := f.Python()
		if tree == nil {
			return 0
		}
		for i := range tree.Nodes {
			if n := python.ID(i); tree.Kind(n) == python.FunctionDef && isTestName(tree.Text(tree.Child(n, 0))) {
				count++
			}
		}
	case workspace.C, workspace.CPP:
		if count = len(testMacro.FindAllIndex(f.Src, -1)); count == 0 && mainFunction.Match(f.Src) {
			count = 1
		}
	case workspace.Shell:
		if bytes.HasPrefix(f.Src, []byte("#!")) {
			count = 1
		}
	}
	return count
}

func isTestName(name string) bool { return len(name) > 5 && name[:5] == "test_" }

// reduce looks for what scripts take in, what manifests and SM run, counts the tests of packages, and reports
// StarlingX's own that are built and have none.
func reduce(r *analysis.Reduction) error {
	codes := map[string]*rules.Rule{}
	for _, rule := range r.Rules {
		codes[rule.Match.Code] = rule
	}
	reduceTemplates(r, codes)
	reducePatched(r, codes)
	reduceSysV(r, codes[codeSysV])
	reduceCompiled(r, codes)
	if r.Workspace != nil {
		reduceSources(r)
	}
	r.Tests = map[analysis.PackageRef]int{}
	for _, k := range r.Kept {
		if data, ok := k.Data.(kept); ok && data.Tests > 0 {
			r.Tests[k.Ref()] += data.Tests
		}
	}
	var rule = r.Rule("TEST-001")
	if rule == nil || r.Workspace == nil {
		return nil
	}
	for _, repo := range r.Workspace.Repos {
		for _, p := range repo.Packages {
			if p.Name == workspace.TreePackage || !p.Built || p.Origin != workspace.OriginFlock ||
				r.Tests[analysis.PackageRef{Repo: repo.ID, Name: p.Name}] > 0 {
				continue
			}
			at := p.Spec
			if at == "" {
				at = p.Path
			}
			r.Report(rule, analysis.Place{
				Location: finding.Location{Repo: repo.ID, Path: at, Line: 1, Column: 1, EndLine: 1},
				Package:  p.Name, Role: finding.RolePackaging,
			}, analysis.Detail{Subject: p.Name}, nil)
		}
	}
	return nil
}
