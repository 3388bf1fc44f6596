// Package reporttest makes reports for the tests of those who read or write
// them: of a made-up workspace, but whole, consistent and always the same.
package reporttest

import (
	"fmt"
	"time"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// Sample returns the report of a workspace of two repos, judged on three port
// targets and the origin. It holds findings of every severity, in roles that
// ship and that do not, guarded ones, and unknowns of four kinds.
func Sample() *reports.Report {
	r := &reports.Report{
		Schema: reports.Schema,
		Tool: reports.Tool{
			Name: "stxscan", Version: "0.9.0", Rules: "5f1d7c0a93be4e21",
			Analyzers: map[string]int{"py2": 3, "rpmdeps": 1},
		},
		Run: reports.Run{
			Time:     time.Date(2026, 3, 4, 15, 30, 0, 0, time.UTC),
			Concerns: []finding.Concern{finding.Python2, finding.RPMCalls},
		},
		Inputs: []reports.Input{
			{Repo: "inventory", Dir: "inventory", Commit: "8f3c1d52a7b94e06c1f0d9e8b7a6951423d0c4be",
				URL: "https://git.example.org/inventory", Files: 815, Packages: 4},
			{Repo: "updates", Dir: "stx-updates", Commit: "0b5e6f1c2d3a49788796a5b4c3d2e1f00f1e2d3c", Dirty: true,
				URL: "https://git.example.org/stx-updates", Files: 389, Packages: 3},
		},
		Targets:  targets(),
		Packages: packages(),
		Findings: sampleFindings(),
		Unknowns: unknowns(),
		Dependencies: []finding.Dependency{{
			Package: "inventory-agent", Name: "python-requests", Need: finding.NeedRun, Repo: "inventory",
			Path: "inventory-agent/centos/inventory-agent.spec", Line: 21,
			Verdicts: map[string]finding.DependencyVerdict{"ubuntu-24.04": {
				Verdict: finding.Present, Name: "python3-requests", Version: "2.31.0", Component: "main",
				Confidence: finding.High, Evidence: "Packages",
			}},
		}},
		PatchStacks: []finding.PatchStack{{
			Package: "link-monitor", Repo: "inventory", Class: finding.StackCentOS,
			Patches: []finding.StackPatch{{Path: "link-monitor/centos/meta_patches/0001-version.patch", Kind: "meta", Order: 1}},
		}},
		Seams:  []reports.Seam{},
		Groups: []reports.Group{},
		Totals: reports.Totals{Files: reports.FileTotals{
			Listed: 1204, Scanned: 1093, Unknown: 3, Bytes: 9_417_311,
			Skipped:   map[string]int{"binary": 61, "too large": 5, "generated": 42},
			Languages: map[string]int{"python": 412, "shell": 96, "spec": 5, "none": 583},
		}},
	}
	finish(r)
	return r
}

func targets() []reports.Target {
	return []reports.Target{
		{ID: "clear", Name: "Clear Linux", Build: "25610", Python2: "absent", Python3: "3.7"},
		{ID: "ubuntu-24.04", Name: "Ubuntu 24.04 LTS", Python2: "absent", Python3: "3.12", Index: &finding.Index{
			Date: "2026-03-01", Digest: "c0ffee1234", Completeness: map[string]string{"binary": "complete", "source": "partial"},
		}},
		{ID: "debian-12", Name: "Debian 12", Python2: "absent", Python3: "3.11"},
		{ID: "centos-7", Name: "CentOS 7", Origin: true, Python2: "default", Python3: "3.6"},
	}
}

func packages() []reports.Package {
	list := func(s ...string) []string { return s }
	return []reports.Package{
		{Name: "(tree)", Repo: "inventory", Path: ".", Origin: "tree", Files: 100},
		{Name: "inventory-agent", Repo: "inventory", Path: "inventory-agent", Origin: "flock", Built: true,
			Spec: "inventory-agent/centos/inventory-agent.spec", BuildLists: list("std"), Packaging: list("centos"), Files: 402},
		{Name: "inventory-api", Repo: "inventory", Path: "inventory-api", Origin: "flock", Built: true,
			Spec: "inventory-api/centos/inventory-api.spec", BuildLists: list("std", "rt"), Packaging: list("centos"), Files: 288, Owner: "inventory-core"},
		{Name: "inventory-data", Repo: "inventory", Path: "inventory-data", Origin: "config", Built: true,
			Spec: "inventory-data/centos/inventory-data.spec", BuildLists: list("std"), Packaging: list("centos"), Files: 18},
		{Name: "link-monitor", Repo: "inventory", Path: "link-monitor", Origin: "patched", Built: true,
			SRPM: "link-monitor-1.4-2.el7.src.rpm", BuildLists: list("std"), Packaging: list("centos"), Files: 7},
		{Name: "(tree)", Repo: "updates", Path: ".", Origin: "tree", Files: 54},
		{Name: "update-client", Repo: "updates", Path: "update-client", Origin: "flock", Built: true,
			Spec: "update-client/centos/update-client.spec", BuildLists: list("std"), Packaging: list("centos"), Files: 190},
		{Name: "update-notes", Repo: "updates", Path: "update-notes", Origin: "config",
			Spec: "update-notes/centos/update-notes.spec", Packaging: list("centos"), Files: 11},
		{Name: "update-web", Repo: "updates", Path: "update-web", Origin: "fork", Built: true,
			Source: "update-web", BuildLists: list("std"), Packaging: list("centos"), Files: 134},
	}
}

func unknowns() []finding.Unknown {
	return []finding.Unknown{
		{Kind: finding.UnknownSource, Repo: "inventory", Package: "link-monitor", Path: "link-monitor",
			Message: "its source is link-monitor-1.4-2.el7.src.rpm, which is not in the workspace",
			Settle:  "the source RPM: unpack it into a folder of the workspace"},
		{Kind: finding.UnknownUnparsed, Repo: "inventory", Package: "inventory-agent", Path: "inventory-agent/agent/legacy.py", Line: 88,
			Analyzer: "py2", Message: "the file ends inside a string", Settle: "repair the file"},
		{Kind: finding.UnknownUnparsed, Repo: "updates", Package: "update-client", Path: "update-client/templates/unit.py", Line: 1,
			Analyzer: "py2", Message: "not Python: '{{' where a statement begins", Settle: "repair the file"},
		{Kind: finding.UnknownSource, Repo: "updates", Package: "update-web", Path: "update-web",
			Message: "its source is the fork update-web, which is not in the workspace",
			Settle:  "the fork: clone it into the workspace"},
		{Kind: finding.UnknownUnreadable, Repo: "updates", Path: "tools/secret.py",
			Message: "permission denied", Settle: "make the file readable and scan again"},
		{Kind: finding.UnknownInput, Repo: "updates", Package: "update-notes",
			Message: "what clear provides is not known", Settle: "stxscan index update clear"},
	}
}

// site is a place of a finding, without what follows from its rule.
type site struct {
	repo, pkg, path string
	line, column    int
	rule            string
	role            finding.Role
	subject         string
	snippet         string
	guard           string
}

// sampleFindings are sorted by repo and path.
func sampleFindings() []finding.Finding {
	sites := []site{
		{"inventory", "(tree)", "tools/audit.py", 12, 5, "PY2-S001", finding.RoleBuildTool, "print", `print "checking %s" % name`, ""},
		{"inventory", "inventory-agent", "inventory-agent/agent/disk.py", 9, 1, "PY2-I001", finding.RoleRuntime, "ConfigParser", "import ConfigParser", "except ImportError"},
		{"inventory", "inventory-agent", "inventory-agent/agent/disk.py", 140, 16, "PY2-B003", finding.RoleRuntime, "iteritems", "for disk, size in disks.iteritems():", ""},
		{"inventory", "inventory-agent", "inventory-agent/agent/pkgs.py", 33, 22, "RPM-001", finding.RoleRuntime, "rpm -qa", `output = subprocess.check_output(["rpm", "-qa"])`, ""},
		{"inventory", "inventory-agent", "inventory-agent/tests/test_disk.py", 71, 20, "PY2-B003", finding.RoleTest, "iteritems", "sizes = dict(found.iteritems())", ""},
		{"inventory", "inventory-api", "inventory-api/api/hosts.py", 58, 12, "PY2-B010", finding.RoleRuntime, "map", "return map(str, hosts)", ""},
		{"inventory", "inventory-api", "inventory-api/api/hosts.py", 203, 17, "PY2-B021", finding.RoleRuntime, "/", "half = len(hosts) / 2", ""},
	}
	for i := range 37 {
		sites = append(sites, site{"updates", "update-client", fmt.Sprintf("update-client/client/step%02d.py", i/5), 10 + 7*(i%5), 9,
			"PY2-S001", finding.RoleRuntime, "print", fmt.Sprintf(`print "step %d done"`, i), ""})
	}
	sites = append(sites,
		site{"updates", "update-client", "update-client/scripts/apply.sh", 44, 1, "RPM-003", finding.RoleRuntime, "yum", "yum -y install $UPDATES", ""},
		site{"updates", "update-notes", "update-notes/centos/update-notes.spec", 3, 1, "RPM-003", finding.RolePackaging, "yum", "%post -p yum makecache", ""},
	)
	list := make([]finding.Finding, len(sites))
	for i, s := range sites {
		list[i] = s.finding()
	}
	return list
}
