package platform

import (
	"iter"
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
func (t *table) matchSpec(pass *analysis.Pass, parsed *spec.File) {
	rule := t.codes[codeSysV]
	if rule == nil {
		return
	}
	src := string(pass.File.Src)
	if strings.Contains(src, ".service") || strings.Contains(src, "_unitdir") {
		return
	}
	for start, line := range fileLines(pass.File.Src, parsed) {
		if strings.HasPrefix(strings.TrimSpace(line), "#") {
			continue
		}
		for _, folder := range initFolders {
			n := strings.Index(line, folder)
			if n < 0 {
				continue
			}
			word, _, _ := strings.Cut(strings.TrimSpace(line[n:]), " ")
			word = strings.TrimRight(word, `"`)
			if name := path.Base(word); len(word) > len(folder) && !strings.Contains(name, "functions") && name != "*" {
				pass.Report(rule, analysis.Span{Start: start + n, End: start + n + len(word)}, analysis.Detail{Subject: name})
			}
			break
		}
	}
}

// fileLines yields the lines of a spec's lists of files, each with the byte at
// which it starts.
func fileLines(src []byte, s *spec.File) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		for i := range s.Sections {
			section := &s.Sections[i]
			if section.Name != "files" {
				continue
			}
			start := section.BodyStart
			for line := range strings.SplitSeq(string(src[start:section.BodyEnd]), "\n") {
				if !yield(start, line) {
					return
				}
				start += len(line) + 1
			}
		}
	}
}
