package platform

import (
	"path"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/syntax/spec"
)

// codeSysV is the code about init scripts that no unit stands beside.
const codeSysV = "sysv-only"

// initFolders are the folders of init scripts as specs write them.
var initFolders = []string{
	"/etc/init.d/", "/etc/rc.d/init.d/", "%{_sysconfdir}/init.d/", "%{_sysconfdir}/rc.d/init.d/", "%{_initddir}/",
	"%{_initrddir}/", "%{local_etc_initd}/", "%_initddir/", "%_initrddir/",
}

// matchSpec reports init scripts in %files of a spec that lists no unit.
func (t *table) matchSpec(pass *analysis.Pass) {
	rule := t.codes[codeSysV]
	if rule == nil {
		return
	}
	src := string(pass.File.Src)
	if strings.Contains(src, ".service") || strings.Contains(src, "_unitdir") {
		return
	}
	s := spec.Parse(pass.File.Src, spec.Options{Defines: spec.CentOS7})
	for i := range s.Sections {
		section := &s.Sections[i]
		if section.Name != "files" {
			continue
		}
		at := section.BodyStart
		for line := range strings.SplitSeq(src[section.BodyStart:section.BodyEnd], "\n") {
			start := at
			at += len(line) + 1
			if strings.HasPrefix(strings.TrimSpace(line), "#") {
				continue
			}
			for _, folder := range initFolders {
				n := strings.Index(line, folder)
				if n < 0 {
					continue
				}
				word, _, _ := strings.Cut(strings.TrimSpace(line[n:]), " ")
				if name := path.Base(word); len(word) > len(folder) && !strings.Contains(name, "functions") && name != "*" {
					pass.Report(rule, analysis.Span{Start: start + n, End: start + n + len(word)}, analysis.Detail{Subject: name})
				}
				break
			}
		}
	}
}
