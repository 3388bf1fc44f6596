package platform

import (
	"iter"
	"path"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/syntax/spec"
)

// codeSysV is the code about init scripts that no unit stands beside.
const codeSysV = "sysv-only"

// initFolders are the folders of init scripts as specs write them.
var initFolders = []string{
	"/etc/init.d/", "/etc/rc.d/init.d/", "%{_sysconfdir}/init.d/", "%{_sysconfdir}/rc.d/init.d/", "%{_initddir}/",
	"%{_initrddir}/", "%{local_etc_initd}/", "%_initddir/", "%_initrddir/",
}

// matchSpec keeps init scripts in %files of a spec that lists no unit.
func (t *table) matchSpec(pass *analysis.Pass, parsed *spec.File, keep *kept) {
	if t.codes[codeSysV] == nil {
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
				keep.keepInit(pass, start+n, start+n+len(word), name)
			}
			break
		}
	}
}

// initScript is an init script that a spec installs.
type initScript struct {
	analysis.Mark
	Name string
}

// keepInit keeps an init script until it is known which of them SM runs.
func (k *kept) keepInit(pass *analysis.Pass, start, end int, name string) {
	if len(k.SysV) == maxManaged {
		return
	}
	k.SysV = append(k.SysV, initScript{pass.File.Mark(start, end), name})
}

// reduceSysV reports the init scripts that nothing but init starts: one that SM runs
// as an lsb-script is to have no unit, which would start it on every controller.
func reduceSysV(r *analysis.Reduction, rule *rules.Rule) {
	if rule == nil {
		return
	}
	run := named(r, func(k *kept) []string { return k.LSB })
	for i := range r.Kept {
		k := &r.Kept[i]
		data, _ := k.Data.(kept)
		for _, s := range data.SysV {
			if !run[s.Name] {
				r.Report(rule, k.Place(s.Mark), analysis.Detail{Subject: s.Name}, nil)
			}
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
