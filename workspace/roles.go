package workspace

import (
	"path"
	"strings"

	"github.com/go-enry/go-enry/v2"

	"opendev.org/starlingx/stxscan/finding"
)

// roleRules give the role of a file by its path; the first that fits wins, and
// what none fits is runtime. Load adds RoleGenerated, which needs the content.
var roleRules = []struct {
	role finding.Role
	why  string
	fits func(*File) bool
}{
	{finding.RoleVendored, "in a folder of other people's code", inVendored},
	{finding.RoleVendored, "a known script library", isScriptLibrary},
	{finding.RoleExample, "named as a sample or a kept copy", isExample},
	{finding.RolePatch, "a patch", func(f *File) bool { return f.Language == Patch }},
	{finding.RoleTest, "in a package that only tests build", func(f *File) bool { return f.Package.Origin == OriginTest }},
	{finding.RoleTest, "named or placed as a test", isTest},
	{finding.RoleDoc, "named or placed as a document", isDoc},
	{finding.RolePackaging, "defines, lists or installs packages", isPackaging},
	{finding.RolePackaging, "builds what a package ships", isPackageMakefile},
	{finding.RoleBuildTool, "named as a tool of build or CI", isBuildTool},
	{finding.RoleBuildTool, "in a repo of build tools", inToolRepo},
	{finding.RolePackaging, "in a packaging folder", inPackagingFolder},
}

func roleByPath(f *File) (finding.Role, string) {
	for _, rule := range roleRules {
		if rule.fits(f) {
			return rule.role, rule.why
		}
	}
	return finding.RoleRuntime, "no other rule fits"
}

// folders are the components above the file, lower case.
func folders(f *File) []string {
	dir := path.Dir(f.Path)
	if dir == "." {
		return nil
	}
	return strings.Split(strings.ToLower(dir), "/")
}

func inFolder(f *File, names map[string]bool) bool {
	for _, folder := range folders(f) {
		if names[folder] {
			return true
		}
	}
	return false
}

func set(names ...string) map[string]bool {
	m := make(map[string]bool, len(names))
	for _, name := range names {
		m[name] = true
	}
	return m
}

var vendorFolders = set("vendor", "vendors", "vendored", "third_party", "third-party", "3rdparty", "node_modules",
	"bower_components", "site-packages", ".tox", ".eggs", ".venv")

func inVendored(f *File) bool { return inFolder(f, vendorFolders) }

// isScriptLibrary asks go-enry only for the languages of web pages: elsewhere
// it takes .gitignore, cache/, dist/ and dependencies/ for vendored.
func isScriptLibrary(f *File) bool {
	switch f.Language {
	case JavaScript, CSS:
		return enry.IsVendor(path.Base(f.Path))
	}
	return false
}

var exampleSuffixes = set(".unmodified", ".orig", ".old", ".bak", ".OBS", ".sample", ".example")

func isExample(f *File) bool {
	return exampleSuffixes[path.Ext(f.Path)] || inFolder(f, exampleFolders)
}

var exampleFolders = set("example", "examples", "samples")

var (
	testFolders = set("test", "tests", "testing", "unit-test", "unit-tests", "unit_test", "unit_tests",
		"unittest", "unittests", "nfv-tests", "testcases", "fixtures")
	testNames = set("conftest.py", ".testr.conf", ".stestr.conf", ".coveragerc", ".coveragerc_xml", "test-requirements.txt")
)

func isTest(f *File) bool {
	base := path.Base(f.Path)
	stem := strings.TrimSuffix(base, path.Ext(base))
	code := f.Language == Python || f.Language == Go
	return testNames[base] || inFolder(f, testFolders) ||
		code && (strings.HasPrefix(base, "test_") || strings.HasSuffix(stem, "_test")) ||
		f.Language == Shell && strings.HasSuffix(stem, "_tests") ||
		strings.HasSuffix(base, ".spec.js")
}

var docFolders = set("doc", "docs", "api-ref", "releasenotes", "nfv-docs", "man")

func isDoc(f *File) bool {
	switch f.Language {
	case RST, Markdown:
		return true
	}
	base := path.Base(f.Path)
	if hasAnyPrefix(base, "README", "LICENSE", "COPYING", "CONTRIBUT", "HACKING", "NOTICE", "AUTHORS", "MAINTAINERS",
		"ChangeLog", "CHANGELOG") {
		return f.Language == Text || f.Language == Unknown
	}
	return inFolder(f, docFolders)
}

var packagingNames = set("setup.py", "setup.cfg", "MANIFEST.in", "PKG-INFO", "PKG_INFO", "bindep.txt", "pyproject.toml",
	"Modulefile", "metadata.json", "dl_hook", "meta_data.yaml")

func isPackaging(f *File) bool {
	switch f.Language {
	case Spec, Assign, SRPMPath, PatchOrder, PackageList, DebControl, Requirements:
		return true
	}
	return packagingNames[path.Base(f.Path)]
}

var (
	toolNames = set("tox.ini", ".zuul.yaml", ".gitreview", ".gitignore", ".gitattributes", ".dockerignore", "pylint.rc",
		".pylintrc", ".yamllint", ".mailmap", "babel.cfg", "Rakefile", "Gemfile", "Jenkinsfile", "Vagrantfile",
		".git-blame-ignore-revs", "CMakeLists.txt", "configure.ac", "build_srpm", "default_build_srpm",
		// OpenStack's programs that make a virtual environment for developers.
		"install_venv.py", "install_venv_common.py", "with_venv.sh")
	toolFolders = set(".zuul.d", "playbooks", "zuul.d")
)

func isBuildTool(f *File) bool {
	return f.Language == Makefile || f.Language == Dockerfile || toolNames[path.Base(f.Path)] || inFolder(f, toolFolders)
}

// isPackageMakefile is for makefiles of packages: where one of them stops, there is no
// package.
func isPackageMakefile(f *File) bool {
	return f.Language == Makefile && f.Package.Name != TreePackage && f.Package.Spec != "" && f.Repo.ID != "root" && f.Repo.ID != "tools"
}

// inToolRepo is for what no package holds in the repos that build StarlingX.
func inToolRepo(f *File) bool {
	return (f.Repo.ID == "root" || f.Repo.ID == "tools") && f.Package.Name == TreePackage
}

// shipped are the folders of a packaging folder whose files are installed as
// they stand, or compiled.
var shipped = set("files", "src", "source", "sources", "scripts", "systemd", "static")

func inPackagingFolder(f *File) bool {
	above := folders(f)
	for i, folder := range above {
		if folder != centos && folder != debian && folder != opensuse {
			continue
		}
		for _, inner := range above[i+1:] {
			if shipped[inner] {
				return false
			}
		}
		return true
	}
	return false
}

// couldBeGenerated names the files of which go-enry looks at the content.
func couldBeGenerated(f *File) bool {
	base := path.Base(f.Path)
	switch f.Language {
	case JavaScript, CSS, Go, Gettext:
		return true
	case C, CPP:
		return strings.HasSuffix(base, ".pb.h") || strings.HasSuffix(base, ".pb.cc") || strings.Contains(base, "yacc") ||
			strings.Contains(base, ".tab.")
	case Python:
		return strings.Contains(base, "_pb2")
	case JSON:
		return strings.HasPrefix(base, "package-lock") || strings.HasPrefix(base, "npm-shrinkwrap")
	case Makefile:
		return base == "Makefile.in"
	}
	return false
}
