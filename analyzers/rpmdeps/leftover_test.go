package rpmdeps_test

import "testing"

// TestLeftOver: what a manifest or a requirement names, and no spec needs and no
// mirror has, StarlingX goes without; where a target lacks it too it is nothing
// to be packaged.
func TestLeftOver(t *testing.T) {
	const needs = `
-- agent/centos/build_srpm.data --
TIS_PATCH_VER=1
-- agent/centos/agent.spec --
Name: agent
Version: 1.0
Release: 1
Requires: python-nobody-asks
-- agent/requirements.txt --
nobody_knows_this
nobody-asks
nobody-mirrors
-- agent/manifests/init.pp --
class agent {
  include ::nothing
}
`
	const mirror = `
-- lists/rpms_centos.lst --
bash-4.2.46-30.el7.x86_64.rpm
python2-nobody-mirrors-1-1.el7.noarch.rpm
`
	for _, test := range []struct {
		archive string
		want    map[string]bool
	}{
		{needs + mirror, map[string]bool{"nobody_knows_this": true, "nothing": true}},
		{needs, map[string]bool{}},
	} {
		r := scanned(t, lay(t, test.archive))
		for _, d := range r.Dependencies {
			if got := d.Condition != ""; got != test.want[d.Name] {
				t.Errorf("%s %s: condition %q", d.Need, d.Name, d.Condition)
			}
		}
	}
}

// TestPinOfOwn: a pin to another version than the one that the workspace builds is
// broken everywhere.
func TestPinOfOwn(t *testing.T) {
	r := scanned(t, lay(t, `
-- client/centos/build_srpm.data --
TIS_PATCH_VER=1
-- client/centos/python-ownclient.spec --
Name: python-ownclient
Version: 2.7.0
Release: 1
-- remote/centos/build_srpm.data --
TIS_PATCH_VER=1
-- remote/requirements.txt --
python-ownclient==2.3.1
-- other/centos/build_srpm.data --
TIS_PATCH_VER=1
-- other/requirements.txt --
ownclient==2.7.0
`))
	var got []string
	for _, f := range r.Findings {
		got = append(got, f.Path+" "+f.Rule+" "+f.Subject+": "+f.Targets["debian-12"].Note)
	}
	want := "remote/requirements.txt DEP-011 python-ownclient: StarlingX itself builds 2.7.0"
	if len(got) != 1 || got[0] != want {
		t.Errorf("%q, want %q", got, want)
	}
}
