package platform

import (
	"bytes"
	"fmt"
	"iter"
	"regexp"
	"strings"

	"opendev.org/starlingx/stxscan/analysis"
	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/syntax/spec"
)

// codeStateless is the code about files that a package may not have on Clear.
const codeStateless = "stateless"

// fileLine is a line of %files: what stands before the path, and the path.
var fileLine = regexp.MustCompile(`^\s*((?:%(?:attr|config|verify|caps|defattr|lang)\([^)]*\)\s*|%(?:dir|config|doc|license|missingok)\s*)*)("?)([/%][^\s"]+)`)

// banned are the folders that Clear's packages have nothing in, with the macros of
// StarlingX for them where a spec does not say what they stand for. What holds the
// sources of a debugger is made by rpmbuild.
var banned = regexp.MustCompile(`^(?:/(?:etc|opt|var|usr/local|usr/etc)/|%\{?_sysconfdir\}?/|%\{?_localstatedir\}?/|%\{?_sharedstatedir\}?/|%\{?_initr?ddir\}?/|%\{?local_etc\w*\}?/|%\{?_var\}?/)`)

// statelessKind counts the banned files of one kind, of which the first is reported.
type statelessKind struct {
	at      analysis.Span
	subject string
	count   int
}

// codeElsewhere is the code about files that Debian has in another place.
const codeElsewhere = "debian-place"

// centosPlace are the folders of CentOS whose files Debian reads in others, and the one
// in which its packages have none.
var centosPlace = regexp.MustCompile(`^(?:/etc/(?:rc\.d|sysconfig|httpd|openldap|pki/(?:tls|ca-trust|rpm-gpg|java|nssdb)|dracut\.conf\.d|collectd\.d|depmod\.d)/|/usr/local/+\w|/usr/lib64/|%\{?_initr?ddir\}?/|/usr/lib/systemd/system/httpd\.)`)

// slashes are those that macros leave side by side.
var slashes = regexp.MustCompile(`/{2,}`)

// matchInstalled reports what a spec installs where a target has nothing, or does not
// read it.
func (t *table) matchInstalled(pass *analysis.Pass, parsed *spec.File) {
	t.matchPlaces(pass, parsed, t.codes[codeStateless], banned, "Clear Linux takes nothing from packages there")
	t.matchPlaces(pass, parsed, t.codes[codeElsewhere], centosPlace, "Debian's packages have such files elsewhere")
	t.matchConflicts(pass, parsed)
	t.matchTwice(pass, parsed)
}

// matchPlaces reports what a spec installs in some places: each kind of file, by what
// takes its place, once, at the first such file.
func (t *table) matchPlaces(pass *analysis.Pass, parsed *spec.File, rule *rules.Rule, places *regexp.Regexp, says string) {
	if rule == nil {
		return
	}
	var order []string
	kinds := map[string]*statelessKind{}
	for _, f := range listedFiles(parsed) {
		if !places.MatchString(f.path) {
			continue
		}
		at := lineAt(pass.File.Src, f.Start)
		if strings.HasPrefix(f.path, "/usr/lib64/") && (!bytes.Contains(pass.File.Src[at.Start:at.End], []byte("/usr/lib64/")) || strings.Contains(f.path, "/python")) {
			continue // a macro, which another packaging fills otherwise
		}
		subject, use := slashes.ReplaceAllString(f.path, "/"), ""
		if c := rule.CaseOf(subject); c != nil {
			use = c.Use
		}
		if kinds[use] == nil {
			kinds[use] = &statelessKind{at: at, subject: subject}
			order = append(order, use)
		}
		kinds[use].count++
	}
	for _, use := range order {
		k := kinds[use]
		detail := analysis.Detail{Subject: k.subject}
		switch {
		case k.count == 2:
			detail.Message = analysis.Snippet(k.subject) + " and another such file: " + says
		case k.count > 2:
			detail.Message = fmt.Sprintf("%s and %d other such files: %s", analysis.Snippet(k.subject), k.count-1, says)
		}
		pass.Report(rule, k.at, detail)
	}
}

// listedFile is a line of %files that names a file, or a pattern of files.
type listedFile struct {
	spec.Line
	pkg, path string
}

// listedFiles are the lines of a spec's lists of files but those that are not packaged.
func listedFiles(parsed *spec.File) []listedFile {
	var list []listedFile
	for s, line := range takenLines(parsed, "files") {
		m := fileLine.FindStringSubmatch(line.Text)
		if m != nil && !strings.Contains(line.Text, "%ghost") && !strings.Contains(line.Text, "%exclude") {
			list = append(list, listedFile{line, s.Package, m[3]})
		}
	}
	return list
}

// takenLines yields the lines of a spec's sections of a name, with the macros that it
// defines put in; what the build for CentOS 7 leaves out is none.
func takenLines(parsed *spec.File, section string) iter.Seq2[*spec.Section, spec.Line] {
	return func(yield func(*spec.Section, spec.Line) bool) {
		for i := range parsed.Sections {
			s := &parsed.Sections[i]
			if s.Name != section {
				continue
			}
			for _, line := range s.Lines {
				if taken, _ := spec.Taken(line.Conditions); taken && !yield(s, line) {
					return
				}
			}
		}
	}
}

// lineAt is the line that begins at a byte, without blanks around it.
func lineAt(src []byte, start int) analysis.Span {
	line, _, _ := bytes.Cut(src[start:], []byte("\n"))
	trimmed := bytes.TrimSpace(line)
	start += bytes.Index(line, trimmed)
	return analysis.Span{Start: start, End: start + len(trimmed)}
}
