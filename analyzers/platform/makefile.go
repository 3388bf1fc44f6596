package platform

import (
	"bytes"
	"regexp"

	"opendev.org/starlingx/stxscan/analysis"
)

// codeLib64 is the code about flags of compilers that name a folder of CentOS.
const codeLib64 = "lib64-flag"

// codeWerror is the code about warnings that stop a build.
const codeWerror = "werror"

var werror = regexp.MustCompile(`(?:^|[\s="'])(-Werror)(?:[\s"']|$)`)

// lib64Flag is -I with a folder below /usr/lib64 or /lib64. The linker looks
// for libraries where the system has them, whatever -L says.
var lib64Flag = regexp.MustCompile(`(?:^|[\s="'])(-I\S*?/lib64(?:/[^\s"']*)?)(?:[\s"']|$)`)

// lib64Place is the folder of CentOS itself below where a makefile puts what it
// installs; what is in the folder is found as a path.
var lib64Place = regexp.MustCompile(`(?:^|[\s="'])(\$[({]\w*(?:DEST|ROOT)\w*[)}]/*usr/lib64/?)(?:[\s"';]|$)`)

// matchInstallPlaces reports libraries that are installed where only CentOS looks.
func (t *table) matchInstallPlaces(pass *analysis.Pass, start int, line []byte) {
	rule := t.rulePath("/usr/lib64/library")
	if m := lib64Place.FindSubmatchIndex(line); m != nil && rule != nil && line[0] == '\t' {
		pass.Report(rule, analysis.Span{Start: start + m[2], End: start + m[3]}, analysis.Detail{Subject: string(line[m[2]:m[3]])})
	}
}

// matchFlags reports compiler flags with a hard-coded lib64.
func (t *table) matchFlags(pass *analysis.Pass) {
	rule, errors := t.codes[codeLib64], t.codes[codeWerror]
	at := 0
	for line := range bytes.Lines(pass.File.Src) {
		start := at
		at += len(line)
		if text := bytes.TrimLeft(line, " \t"); len(text) == 0 || text[0] == '#' {
			continue
		}
		if m := werror.FindSubmatchIndex(line); m != nil && errors != nil {
			pass.Report(errors, analysis.Span{Start: start + m[2], End: start + m[3]}, analysis.Detail{Subject: "-Werror"})
			errors = nil // once a file
		}
		t.matchInstallPlaces(pass, start, line)
		if rule == nil {
			continue
		}
		for _, m := range lib64Flag.FindAllSubmatchIndex(line, -1) {
			pass.Report(rule, analysis.Span{Start: start + m[2], End: start + m[3]}, analysis.Detail{Subject: string(line[m[2]:m[3]])})
		}
	}
}
