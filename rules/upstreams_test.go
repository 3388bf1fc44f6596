package rules

import (
	"slices"
	"strings"
	"testing"
)

func TestUpstreams(t *testing.T) {
	list := Upstreams()
	if !slices.IsSortedFunc(list, func(a, b Upstream) int { return strings.Compare(a.Package, b.Package) }) {
		t.Error("upstreams.tsv is not in order")
	}
	for _, c := range []struct{ name, want string }{
		{"puppet-nova-11.4.0", "https://github.com/openstack/puppet-nova"}, {"puppet-nova", "https://github.com/openstack/puppet-nova"},
		{"puppet-4.8.2", "https://github.com/puppetlabs/puppet"}, {"sysinv", ""}, {"", ""},
		{"kubernetes-1.33.0", "https://github.com/kubernetes/kubernetes"}, {"kubernetes-unversioned", "https://github.com/kubernetes-retired/contrib"},
	} {
		got := ""
		if u := UpstreamOf(c.name); u != nil {
			got = u.Repository
		}
		if got != c.want {
			t.Errorf("%q: %q, want %q", c.name, got, c.want)
		}
	}
	if got := (&Upstream{Repository: "https://pagure.io/sanlock.git"}).Name(); got != "sanlock" {
		t.Errorf("name %q", got)
	}
	for _, bad := range []string{"a\thttps://b", "a\tgit://b\tc", "[\thttps://b\tc", "\thttps://b\tc"} {
		if _, err := readUpstreams([]byte(bad)); err == nil {
			t.Errorf("%q is read", bad)
		}
	}
}
