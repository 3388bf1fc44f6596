package counterpart

import (
	"path"
	"strings"
)

// Autospec reads the package git of Clear Linux's autospec; nil if the tree is none.
// What the spec in it says the caller reads: that file is made of these. The formats
// are those of autospec's README.
func Autospec(t Tree) *Facts {
	if _, is := t["options.conf"]; !is {
		return nil
	}
	f := newFacts("configure")
	for _, name := range sortedNames(t) {
		src := t[name]
		switch {
		case name == "configure" || name == "configure64" || name == "cmake_args" || name == "meson_args":
			for _, l := range linesOf(name, src, false) {
				f.AddFlags(l.at, l.text, false)
			}
		case name == "buildreq_add":
			f.words(f.BuildNeeds, name, src)
		case name == "requires_add" || strings.HasSuffix(name, "_requires_add"):
			f.words(f.Needs, name, src)
		case name == "series":
			for _, l := range linesOf(name, src, false) {
				if fields := strings.Fields(l.text); len(fields) > 0 && t[fields[0]] != nil && len(f.Patches) < mostFacts {
					f.Patches = append(f.Patches, fields[0])
				}
			}
		case strings.HasSuffix(name, ".service") || strings.HasSuffix(name, ".socket"):
			f.Install(name+":1", "/usr/lib/systemd/system/"+name, "644")
			f.Units[name] = UnitUse{At: name + ":1"} // Clear enables by links that install_append makes
		case strings.HasSuffix(name, ".tmpfiles"):
			f.Install(name+":1", "/usr/lib/tmpfiles.d/"+strings.TrimSuffix(name, ".tmpfiles")+".conf", "644")
		case strings.HasSuffix(name, ".sysusers"):
			f.readSysusers(name, src)
		}
		if path.Ext(name) != ".spec" {
			f.Beside[name] = src
		}
	}
	if len(f.Patches) == 0 {
		for _, name := range sortedNames(t) {
			if strings.HasSuffix(name, ".patch") && len(f.Patches) < mostFacts {
				f.Patches = append(f.Patches, name)
			}
		}
	}
	if t["cmake_args"] != nil && t["configure"] == nil {
		f.OtherBuild = "cmake"
	}
	return f
}

func (f *Facts) words(into map[string]string, name string, src []byte) {
	for _, l := range linesOf(name, src, false) {
		for _, word := range strings.Fields(l.text) {
			note(into, word, l.at)
		}
	}
}
