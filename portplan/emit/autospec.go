package emit

import (
	"fmt"
	"maps"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// Autospec drafts what the package gits of Clear Linux hold: the files that Clear's
// autospec reads to make a spec. The spec itself is autospec's to write.
type Autospec struct {
	r     *reports.Report
	o     Options
	needs *needs
	// own are the packages of the workspace's specs by the names of RPMs.
	own map[string]clearName
}

// clearName is a package of the workspace as autospec would call it.
type clearName struct {
	name string
	// upstream says that StarlingX only changes it.
	upstream bool
}

// NewAutospec prepares drafts for Clear Linux.
func NewAutospec(r *reports.Report, o Options) *Autospec {
	a := &Autospec{r: r, o: o, needs: newNeeds(r, &o), own: map[string]clearName{}}
	for _, built := range []bool{true, false} {
		for i := range r.Packages {
			if p := &r.Packages[i]; p.Built == built && p.SpecContent != nil {
				for j := range p.SpecContent.RPMs {
					a.addOwn(p, &p.SpecContent.RPMs[j])
				}
			}
		}
	}
	return a
}

func (a *Autospec) addOwn(p *reports.Package, rpm *finding.SpecRPM) {
	if _, known := a.own[rpm.Name]; known || !isClearName.MatchString(rpm.Name) {
		return
	}
	a.own[rpm.Name] = clearName{subpackage(p.SpecContent, rpm.Name), p.Origin != "flock" && p.Origin != "config"}
}

// isClearName is what names of RPM packages are made of.
var isClearName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._+-]*$`)

// subpackage is what autospec calls a package of a spec: it deals files out to
// subpackages by their kind.
func subpackage(c *finding.SpecContent, rpm string) string {
	main := c.Name
	for _, s := range []struct{ rpm, clear string }{{"-devel", "-dev"}, {"-libs", "-lib"}, {"-docs", "-doc"}, {"-doc", "-doc"}} {
		if stem, ok := strings.CutSuffix(rpm, s.rpm); ok {
			return stem + s.clear
		}
	}
	if rest, ok := strings.CutPrefix(rpm, main+"-"); ok && rest != "dev" {
		return main + "-extras-" + rest
	}
	return rpm
}

// autospecOptions are the keys that autospec knows in options.conf. Source:
// autospec/config.py, config_options; TestAutospecKeys compares.
var autospecOptions = strings.Fields(`32bit allow_exe allow_test_failures asneeded autoupdate avoid_rebuild broken_c++ broken_parallel_build cargo_vendor
	compat conservative_flags dev_requires_extras fast-math full-debug-info funroll-loops has_license insecure_build keepstatic no_autostart no_glob
	nodebug nostrip openmpi optimize_size pgo security_sensitive server skip_tests so_to_lib use_apx use_avx2 use_avx512 use_clang use_lto use_ninja
	verify_required`)

// autospecDraft is a package git in the making.
type autospecDraft struct {
	*Autospec
	p      *reports.Package
	c      *finding.SpecContent
	name   string
	system buildSystem
	files  []File
}

// Draft returns the files of the package git of a package. It fails for one whose
// spec the report does not hold; the error says what to do.
func (a *Autospec) Draft(p *reports.Package) ([]File, error) {
	if err := hasSpec(a.r, p); err != nil {
		return nil, err
	}
	d := &autospecDraft{Autospec: a, p: p, c: p.SpecContent, name: fileName(p.SpecContent.Name), system: buildSystemOf(p.SpecContent)}
	if rest, ok := strings.CutPrefix(d.name, "python-"); ok && p.Origin != "flock" {
		d.name = rest // Clear named such packages after the project in 2018
	}
	d.makefile()
	d.options()
	d.add("release", "1")
	d.add(d.name+".license", d.license()...)
	d.requirements()
	d.arguments()
	d.scripts()
	d.extras()
	d.series()
	d.describe()
	return d.files, nil
}

// add adds a file of lines, unless there are none.
func (d *autospecDraft) add(name string, lines ...string) {
	if len(lines) == 0 {
		return
	}
	d.files = append(d.files, File{Name: name, Text: strings.Join(lines, "\n") + "\n"})
}

func unsureLine(format string, args ...any) string {
	return "# " + Unsure + ": " + oneLine(fmt.Sprintf(format, args...))
}

// sourceURL returns the address of the source, "" for a file that the build of
// StarlingX makes.
func (d *autospecDraft) sourceURL() string {
	if len(d.c.Sources) == 0 {
		return ""
	}
	text := oneLine(d.c.Sources[0])
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || !slices.Contains([]string{"http", "https", "ftp"}, u.Scheme) || strings.ContainsAny(text, " %") {
		return ""
	}
	return text
}

func (d *autospecDraft) makefile() {
	lines := []string{"# A draft, made of " + oneLine(d.c.Path) + " by stxscan. Lines that say " + Unsure + " want a look."}
	if v, _ := d.needs.target(d.c.Name); isThere(v.Verdict) && d.p.Origin != "flock" && d.p.Origin != "config" {
		lines = append(lines, unsureLine("Clear has %s %s: what StarlingX changes may be patches on that package", v.Name, v.Version))
	}
	address := d.sourceURL()
	if address == "" {
		source := "none is named"
		if len(d.c.Sources) > 0 {
			source = d.c.Sources[0] + " is made of the tree " + d.p.Repo + ":" + d.p.Path
		}
		lines = append(lines, unsureLine("URL has to be that of a tarball with the version in its name: %s", source))
	}
	lines = append(lines, "PKG_NAME := "+d.name, strings.TrimSpace("URL = "+strings.ReplaceAll(address, "$", "$$")))
	var more []string
	for _, s := range d.c.Sources[min(1, len(d.c.Sources)):] {
		if u, err := url.Parse(s); err == nil && u.Host != "" && strings.HasPrefix(u.Scheme, "http") && isArchive.MatchString(s) && !strings.ContainsAny(s, " %$") {
			more = append(more, oneLine(s), ".")
		}
	}
	if len(more) > 0 {
		lines = append(lines, unsureLine("each archive is followed by the folder that it is unpacked into"), "ARCHIVES = "+strings.Join(more, " "))
	} else {
		lines = append(lines, "ARCHIVES =")
	}
	d.add("Makefile", append(lines, "", "include ../common/Makefile.common")...)
}

var isArchive = regexp.MustCompile(`\.(?:tar(?:\.\w+)?|tgz|tbz2?|txz|zip)$`)

// options writes options.conf. What the spec does not decide stays off.
func (d *autospecDraft) options() {
	on := map[string]bool{"skip_tests": len(joined(d.c.Check)) == 0}
	lines := []string{"[package]", "name = " + d.name, strings.TrimSpace("url = " + d.sourceURL()), "archives =", "giturl =", "domain =", "alias =", "", "[autospec]"}
	for _, key := range autospecOptions {
		lines = append(lines, fmt.Sprintf("%s = %t", key, on[key]))
	}
	d.add("options.conf", lines...)
}

// spdx are SPDX's names where they differ from Debian's short ones.
var spdx = map[string]string{
	"GPL-2": "GPL-2.0", "GPL-2+": "GPL-2.0+", "GPL-3": "GPL-3.0", "GPL-3+": "GPL-3.0+", "LGPL-2": "LGPL-2.0", "LGPL-2+": "LGPL-2.0+", "LGPL-2.1+": "LGPL-2.1+",
	"LGPL-3+": "LGPL-3.0+", "Expat": "MIT", "BSD-3-clause": "BSD-3-Clause",
}

func (d *autospecDraft) license() []string {
	names, _ := shortNames(d.c.License)
	var lines, known []string
	for _, name := range names {
		if other := spdx[name]; other != "" {
			name = other
		}
		if slices.Contains(slices.Collect(maps.Values(spdx)), name) || onSystem[name] != "" {
			known = append(known, name)
		} else {
			lines = append(lines, unsureLine("no SPDX name is known for %s", name))
		}
	}
	if len(known) > 0 {
		lines = append(lines, strings.Join(known, " "))
	}
	return lines
}

// requirements writes buildreq_add and its like.
func (d *autospecDraft) requirements() {
	builds := d.names(d.c.Builds, "BuildRequires", "BuildPreReq")
	if d.system.python {
		builds.found = append(builds.found, "setuptools", "wheel", "python3-dev")
	}
	d.add("buildreq_add", builds.lines()...)
	d.add("buildreq_ban", d.names(d.c.Builds, "BuildConflicts").found...)
	for i := range d.c.RPMs {
		rpm := &d.c.RPMs[i]
		prefix := ""
		if sub := d.extraOf(rpm); sub != "" {
			prefix = "extras-" + sub + "_"
		} else if i > 0 {
			prefix = strings.TrimPrefix(subpackage(d.c, rpm.Name), d.c.Name+"-") + "_"
			if !isClearName.MatchString(prefix) {
				continue
			}
		}
		d.add(prefix+"requires_add", d.names(rpm.Relations, "Requires", "PreReq").lines()...)
		var provides []string
		for _, rel := range rpm.Relations {
			if rel.Kind == "Provides" && isClearName.MatchString(rel.Name) && rel.Name != rpm.Name {
				provides = append(provides, rel.Name)
			}
		}
		d.add(prefix+"provides_add", unique(provides)...)
	}
	d.add("requires_ban", d.banned()...)
}

// banned are the Python distributions that the package's own files ask for and
// that Clear lacks: autospec would take them over.
func (d *autospecDraft) banned() []string {
	var lines []string
	for i := range d.r.Dependencies {
		dep := &d.r.Dependencies[i]
		if dep.Repo != d.p.Repo || dep.Package != d.p.Name || dep.Need != finding.NeedPython || dep.Condition != "" {
			continue
		}
		if v := dep.Verdicts[d.o.Target]; v.Verdict == finding.Missing {
			lines = append(lines, "# "+Unsure+": not in Clear, asked for in "+clip(oneLine(dep.Path), 120)+"; take the # away to leave it out", "#"+fileName(dep.Name))
		}
	}
	return lines
}

// series lists the patches, none of them switched on.
func (d *autospecDraft) series() {
	draft := debDraft{r: d.r, p: d.p, c: d.c}
	if files := draft.series(); len(files) > 0 {
		d.files = append(d.files, File{Name: "series", Text: files[0].Text})
	}
}

// describe writes the summary and the description.
func (d *autospecDraft) describe() {
	main := &d.c.RPMs[0]
	d.add("summary", noComment(oneLine(main.Summary))...)
	var lines []string
	for _, line := range folded(main.Description) {
		lines = append(lines, noComment(strings.TrimSpace(line))...)
	}
	d.add("description", lines...)
}

// noComment drops what autospec would take for a comment, or a macro.
func noComment(line string) []string {
	line = strings.ReplaceAll(strings.TrimLeft(line, "# "), "%", "%%")
	if line == "" {
		return nil
	}
	return []string{line}
}

// extraOf returns the name of the subpackage that a package of the spec becomes
// beside those that autospec makes by itself, "" if it is one of those.
func (d *autospecDraft) extraOf(rpm *finding.SpecRPM) string {
	rest, ok := strings.CutPrefix(subpackage(d.c, rpm.Name), d.c.Name+"-extras-")
	if !ok || !isClearName.MatchString(rest) {
		return ""
	}
	return rest
}

// extras deals files out to subpackages as the spec does, and says what is left
// out.
func (d *autospecDraft) extras() {
	var excludes []string
	for i := range d.c.RPMs {
		rpm := &d.c.RPMs[i]
		sub := d.extraOf(rpm)
		var lines, setuid []string
		for _, line := range rpm.Files {
			for _, e := range parseFile(line) {
				file := clearPath(e.path)
				switch {
				case !path.IsAbs(file) || e.unsure != "" || e.ghost || e.dir || compiledPython.MatchString(file):
				case e.exclude:
					excludes = append(excludes, file)
				default:
					if len(e.mode) == 4 && e.mode[0] == '4' {
						setuid = append(setuid, file)
					}
					lines = append(lines, file)
				}
			}
		}
		if sub != "" {
			d.add(sub+"_extras", unique(lines)...)
		}
		d.add("setuid", setuid...)
	}
	d.add("excludes", unique(excludes)...)
}

// clearPath is a path of %files as it is on Clear.
func clearPath(file string) string {
	file = strings.ReplaceAll(file, "/usr/lib64/python2.7/site-packages", "/usr/lib/python3*/site-packages")
	return strings.ReplaceAll(file, "/usr/lib/python2.7/site-packages", "/usr/lib/python3*/site-packages")
}
