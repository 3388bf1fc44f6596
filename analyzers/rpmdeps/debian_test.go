package rpmdeps_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// packaged is a workspace that is packaged for two releases of Debian, with a
// distribution of Python and a module of puppet that it packages from elsewhere.
const packaged = `
-- stx-config/.gitreview --
[gerrit]
project=starlingx/config.git
-- stx-config/debian_pkg_dirs --
agent
oidc
puppet-acme-vault
-- stx-config/agent/debian/bullseye/meta_data.yaml --
debname: agent
-- stx-config/agent/debian/bullseye/deb_folder/control --
Source: agent
Build-Depends: debhelper-compat (= 13), python3-of-the-old-days

Package: agent
Depends: ${python3:Depends}, dash (>= 9), python3-pyoidc | nobody-knows-this
-- stx-config/agent/debian/trixie/meta_data.yaml --
debname: agent
-- stx-config/agent/debian/trixie/deb_folder/control --
Source: agent
Build-Depends: debhelper-compat (= 13), perl:any

Package: agent
Provides: agent-api (= 1)
Depends: agent-api
-- stx-config/agent/debian/trixie/deb_folder/tests/control --
Tests: smoke
Depends: only-tests-need-this
-- stx-config/agent/agent/requirements.txt --
oic
psycopg2-binary
-- stx-config/agent/agent/modules/agent/manifests/init.pp --
class agent { include ::vault }
-- stx-config/oidc/debian/all/meta_data.yaml --
debname: pyoidc
dl_path:
  name: pyoidc-1.0.tar.gz
  url: https://example.com/pyoidc-1.0.tar.gz
-- stx-config/oidc/debian/all/deb_folder/rules --
#!/usr/bin/make -f
export PYBUILD_NAME=oic
%:
	dh $@ --buildsystem=pybuild
-- stx-config/oidc/debian/all/deb_folder/control --
Source: pyoidc

Package: python3-pyoidc
-- stx-config/puppet-acme-vault/debian/all/meta_data.yaml --
debname: puppet-acme-vault
dl_path:
  name: acme-vault-1.0.tar.gz
  url: https://example.com/acme-vault-1.0.tar.gz
`

// TestDebianPackaging holds which debian/control is asked on which target, and
// that what the workspace packages from elsewhere is its own.
func TestDebianPackaging(t *testing.T) {
	r := scanned(t, lay(t, packaged))
	got := map[string][]string{}
	for _, d := range r.Dependencies {
		for target, v := range d.Verdicts {
			line := strings.TrimSpace(fmt.Sprintf("%s %s %s: %s %s", d.Need, d.Name, d.Constraint, v.Verdict, v.Name))
			got[target] = append(got[target], line)
		}
	}
	common := []string{
		"python oic : own config/oidc", "python psycopg2-binary : python3-only python3-psycopg2",
		"puppet vault : own config/puppet-acme-vault",
	}
	for target, want := range map[string][]string{
		"debian-12": {
			"build debhelper-compat = 13: provided-by debhelper", "build python3-of-the-old-days : missing",
			"run dash >= 9: too-old dash", "run python3-pyoidc | nobody-knows-this : own config/oidc",
		},
		"debian-13": {
			"build debhelper-compat = 13: provided-by debhelper", "build perl:any : present perl", "run agent-api : own config/agent",
		},
		"clear": {},
	} {
		want = append(slices.Clone(want), common...)
		if target == "clear" {
			want[1] = "python psycopg2-binary : present psycopg2-legacypython"
		}
		slices.Sort(want)
		slices.Sort(got[target])
		if !slices.Equal(got[target], want) {
			t.Errorf("%s: got\n%s\nwant\n%s", target, strings.Join(got[target], "\n"), strings.Join(want, "\n"))
		}
	}
}
