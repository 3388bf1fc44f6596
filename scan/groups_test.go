package scan_test

import (
	"maps"
	"path/filepath"
	"testing"

	"opendev.org/starlingx/stxscan/config"
)

// realGroups are the built packages of each group, by release. A package may
// be in several.
var realGroups = map[string]map[string]int{
	"2018.10.0": {"flock": 108, "openstack": 69, "kernel": 12, "installer": 7, "build-tools": 5, "test": 12, "rebuild": 63},
	"2.0.0":     {"flock": 138, "openstack": 35, "kernel": 12, "installer": 7, "build-tools": 4, "test": 7, "rebuild": 44},
	"5.0.0":     {"flock": 145, "openstack": 27, "kernel": 15, "installer": 7, "build-tools": 3, "test": 8, "rebuild": 39},
	"12.0.0":    {"flock": 131, "openstack": 18, "kernel": 21, "installer": 11, "build-tools": 3, "test": 0, "rebuild": 96},
}

// TestRealGroups: every package that a build list names is in a group.
func TestRealGroups(t *testing.T) {
	root := realWorkspace(t)
	report, _, _ := scanned(t, root)
	config.AssignGroups(report, config.DefaultGroups())
	got := map[string]int{}
	for _, g := range config.DefaultGroups() {
		got[g.ID] = 0
	}
	for _, p := range report.Packages {
		if !p.Built {
			continue
		}
		if len(p.Groups) == 0 {
			t.Errorf("%s/%s is in no group", p.Repo, p.Name)
		}
		for _, id := range p.Groups {
			got[id]++
		}
	}
	if want, ok := realGroups[filepath.Base(root)]; ok && !maps.Equal(got, want) {
		t.Errorf("counted %v, expected %v", got, want)
	}
}
