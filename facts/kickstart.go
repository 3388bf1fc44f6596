package facts

import (
	"path"

	"opendev.org/starlingx/stxscan/syntax/kickstart"
)

// readKickstart adds the commands of scripts and the packages that are
// installed.
func readKickstart(f *File, src []byte) {
	k := kickstart.Parse(src)
	for _, e := range k.Errors {
		f.Problems = append(f.Problems, Problem{Offset: e.Offset, Message: "kickstart: " + e.Message})
	}
	for i := range k.Sections {
		s := &k.Sections[i]
		if name, ok := InterpreterOf(s.Interpreter); ok {
			start := s.BodyStart
			w := word{text: string(src[s.BodyStart:s.BodyEnd]), at: func(i int) int { return start + i }}
			(&source{file: f}).program(w, name, embedding{via: ViaKickstart, depth: 1})
		}
		if !s.Script() || s.Interpreter != "" && !isShell(path.Base(s.Interpreter)) {
			continue
		}
		start := s.BodyStart
		readShell(f, src[s.BodyStart:s.BodyEnd], func(i int) int { return start + i }, embedding{via: ViaKickstart, depth: 1})
	}
	for _, p := range k.Packages {
		if !p.Excluded && !p.Group {
			f.Needs = append(f.Needs, Need{Kind: NeedPackage, Name: p.Name, When: "run", Span: Span{p.Start, p.End}})
		}
	}
}
