package distro

import "testing"

// factPaths have a fact each, one of every branch of FactOf.
var factPaths = []string{
	"usr/bin/a", "bin/a", "sbin/a", "usr/sbin/a", "lib/libc.so", "usr/lib/liba.so.1", "lib64/ld-linux-x86-64.so.2", "usr/lib64/liba.so",
	"usr/lib/x86_64-linux-gnu/liba.so.1", "lib/x86_64-linux-gnu/ld-linux.so.2", "usr/lib/x86_64-linux-gnu/pkgconfig/a.pc", "usr/lib/pkgconfig/a.pc",
	"usr/lib/x86_64-linux-gnu/perl5/5.36/A.pm", "usr/lib/x86_64-linux-gnu/perl/5.36/A.pm", "usr/share/perl5/A/B.pm", "usr/share/perl/5.36/A.pm",
	"usr/lib/python3/dist-packages/a/b.py", "usr/lib/python2.7/site-packages/a.py", "usr/lib64/python3.6/site-packages/a-1.dist-info/METADATA",
	"lib/systemd/system/a.service", "usr/lib/systemd/system/a.service", "usr/share/pkgconfig/a.pc", "usr/share/gocode/src/a/b.go",
	"usr/share/rubygems-integration/all/specifications/a-1.gemspec", "usr/share/gems/specifications/a-1.gemspec",
	"usr/share/puppet/modules/a/manifests/init.pp", "usr/share/openstack-puppet/modules/a/init.pp",
}

// TestMayHaveFact holds that no path with a fact is passed over, and that most of
// those without are.
func TestMayHaveFact(t *testing.T) {
	for _, path := range factPaths {
		if _, _, ok := FactOf(path); !ok {
			t.Errorf("%s has no fact", path)
		}
		if !MayHaveFact([]byte(path)) || !MayHaveFact([]byte("/"+path)) {
			t.Errorf("%s is passed over", path)
		}
	}
	for _, path := range []string{"", "/", "usr/", "usr/share/", "usr/share/doc/a/copyright", "usr/share/icons/a.svg", "usr/include/a.h", "etc/a", "usr/lib/gcc/a", "boot/a"} {
		if MayHaveFact([]byte(path)) {
			t.Errorf("%s is not passed over", path)
		}
	}
}

func FuzzMayHaveFact(f *testing.F) {
	for _, path := range factPaths {
		f.Add(path)
	}
	f.Fuzz(func(t *testing.T, path string) {
		if kind, name, ok := FactOf(path); ok && !MayHaveFact([]byte(path)) {
			t.Fatalf("%q has the fact %s %q, and is passed over", path, kind, name)
		}
	})
}
