package rpmdeps

import (
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/facts"
)

func TestSplitNVR(t *testing.T) {
	for file, want := range map[string]string{
		"bash-4.2.46-30.el7.x86_64.rpm":     "bash 4.2.46",
		"go-srpm-macros-2-3.el7.noarch.rpm": "go-srpm-macros 2",
		"grubby-8.28-23.el7.src.rpm":        "grubby 8.28",
		"libstdc++-4.8.5-28.el7.i686.rpm":   "libstdc++ 4.8.5",
		"bash.rpm":                          "",
		"bash-1-1.rpm":                      "",
		"-1-1.noarch.rpm":                   "",
		"a b-1-1.noarch.rpm":                "",
		"":                                  "",
	} {
		name, version, _ := splitNVR(file)
		if got := strings.TrimSpace(name + " " + version); got != want {
			t.Errorf("%q: %q, want %q", file, got, want)
		}
	}
}

// FuzzSplitNVR: a name that is taken has its parts in the file's name, in
// order, and is bounded.
func FuzzSplitNVR(f *testing.F) {
	f.Add("bash-4.2.46-30.el7.x86_64.rpm")
	f.Add("----.src.rpm")
	f.Fuzz(func(t *testing.T, file string) {
		name, version, ok := splitNVR(file)
		if !ok {
			return
		}
		if name == "" || version == "" || !strings.HasPrefix(file, name+"-"+version+"-") || len(name) > 2*maxName {
			t.Errorf("%q: %q %q", file, name, version)
		}
	})
}

// FuzzOwn: no name makes a panic, and one that nobody makes is nobody's.
func FuzzOwn(f *testing.F) {
	f.Add("libx.so.1()(64bit)")
	f.Add("python2-x-devel(x86-64)")
	o := &ownPackages{
		rpms: map[string]string{"x": "r/x"}, letters: map[string]string{"x": "r/x"},
		rebuilt: map[string]string{"y": "r/y"}, modules: map[string]string{"z": "r/z"},
	}
	f.Fuzz(func(t *testing.T, name string) {
		for _, kind := range []facts.NeedKind{facts.NeedRPM, facts.NeedPython, facts.NeedPuppet, facts.NeedPackage} {
			v, ok := o.resolve(kind, name)
			if ok != (v.Name != "") || ok && !strings.ContainsAny(name, "xzX") {
				t.Errorf("%s %q: %+v", kind, name, v)
			}
			if v, ok := o.rebuild(kind, name); ok && (v.Name != "r/y" || !strings.Contains(name, "y")) {
				t.Errorf("%s %q: rebuilt %+v", kind, name, v)
			}
		}
	})
}
