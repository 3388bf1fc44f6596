package emit

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

// debDraft is a debian/ folder in the making.
type debDraft struct {
	r      *reports.Report
	p      *reports.Package
	c      *finding.SpecContent
	o      *Options
	target string // the target's name
	needs  *needs
	names  *debNames
	own    map[string]debName // of this source, by RPM
	source string
	system buildSystem
	// isAll are its packages that are for all architectures, by name; allAll says
	// that all are.
	isAll  map[string]bool
	allAll bool
	// usrLocal says that files are in /usr/local.
	usrLocal bool
	// notes are what no file of the draft can say, for README.source.
	notes []string
}

// Debian drafts the debian/ folders of packages, those of each package under its
// own name.
type Debian struct {
	r     *reports.Report
	o     Options
	needs *needs
	names *debNames
}

// NewDebian prepares drafts for a target whose packages are .deb files.
func NewDebian(r *reports.Report, o Options) *Debian {
	n := newNeeds(r, &o)
	return &Debian{r: r, o: o, needs: n, names: newDebNames(r, n)}
}

// Draft returns the files of a package below debian/. It fails for a package whose
// spec the report does not hold; the error says what to do.
func (d *Debian) Draft(p *reports.Package) ([]File, error) {
	if err := hasSpec(d.r, p); err != nil {
		return nil, err
	}
	draft := &debDraft{r: d.r, p: p, c: p.SpecContent, o: &d.o, needs: d.needs, names: d.names, target: d.o.Target}
	for _, t := range d.r.Targets {
		if t.ID == d.o.Target {
			draft.target = t.Name
		}
	}
	draft.own = namesOf(p, d.needs)
	draft.source = debianized(draft.c.Name)
	draft.system = buildSystemOf(draft.c)
	draft.architectures()
	files := []File{{Name: "debian/control", Text: draft.control()}, {Name: "debian/changelog", Text: draft.changelog()}}
	lists := draft.lists()
	files = append(files, draft.rules()...)
	files = append(files, lists...)
	files = append(files, draft.series()...)
	files = append(files, File{Name: "debian/copyright", Text: draft.copyright()},
		File{Name: "debian/source/format", Text: "3.0 (quilt)\n"},
		File{Name: "debian/README.source", Text: draft.readme()})
	return files, nil
}

// hasSpec reports whether there is a spec to draft from.
func hasSpec(r *reports.Report, p *reports.Package) error {
	switch {
	case p.SpecContent != nil && len(p.SpecContent.RPMs) > 0:
		return nil
	case p.SpecContent != nil:
		return fmt.Errorf("%s/%s: its spec %s makes no package that can be read", p.Repo, p.Name, p.SpecContent.Path)
	case r.Tool.Analyzers["packaging"] == 0:
		return fmt.Errorf("%s/%s: the report does not hold what specs say: scan again with this version", p.Repo, p.Name)
	case p.SRPM != "":
		return fmt.Errorf("%s/%s: its spec is in the source RPM %s, which was not read: scan with --rpms DIR", p.Repo, p.Name, p.SRPM)
	case p.Spec != "":
		return fmt.Errorf("%s/%s: its spec %s could not be read", p.Repo, p.Name, p.Spec)
	}
	return fmt.Errorf("%s/%s: it has no spec to draft from", p.Repo, p.Name)
}

// made are the packages that RPM would make, those of debugging data left out.
func (d *debDraft) made() []*finding.SpecRPM {
	var list []*finding.SpecRPM
	for i := range d.c.RPMs {
		rpm := &d.c.RPMs[i]
		switch {
		case strings.HasSuffix(rpm.Name, "-debuginfo") || strings.HasSuffix(rpm.Name, "-debugsource"):
			d.note("%s is left out: debhelper makes packages of debugging data by itself.", rpm.Name)
		case d.own[rpm.Name].twin && rpm.HasFiles:
			d.note("%s is left out: another package of the spec has its modules for Python 3.", rpm.Name)
		case rpm.HasFiles:
			list = append(list, rpm)
		}
	}
	return list
}

func (d *debDraft) note(format string, args ...any) {
	d.notes = append(d.notes, oneLine(fmt.Sprintf(format, args...)))
}

// architectures says which packages are for all architectures: those that the spec
// calls noarch, and where it compiles nothing, all.
func (d *debDraft) architectures() {
	d.isAll, d.allAll = map[string]bool{}, true
	for _, rpm := range d.c.RPMs {
		name := d.own[rpm.Name].name
		all := d.c.NoArch || rpm.NoArch || !d.system.compiles || strings.HasSuffix(name, "-doc")
		d.isAll[name] = all
		d.allAll = d.allAll && (all || !rpm.HasFiles)
	}
}

func (d *debDraft) control() string {
	var s stanza
	s.comment("A draft for " + d.target + ", made of " + d.c.Path + " by stxscan. Lines that say " + Unsure + " want a look.")
	if d.c.Cut {
		s.unsure("the spec is longer than what was kept of it: compare")
	}
	if v, ok := d.targetSource(); ok {
		s.unsure(d.target + " has " + v + ": what StarlingX changes may be patches on that package, with no packaging of its own")
	}
	s.field("Source", d.source)
	s.field("Section", d.section(nil))
	s.field("Priority", "optional")
	s.field("Maintainer", d.o.maintainer())
	d.buildDepends(&s)
	if d.o.Standards != "" {
		s.field("Standards-Version", d.o.Standards)
	} else {
		s.unsure("Standards-Version is left out: which version of Debian's policy " + d.target + " has is not known")
	}
	d.homepage(&s)
	s.field("Rules-Requires-Root", "no")
	made := d.made()
	if len(made) == 0 {
		s.b.WriteByte('\n')
		s.unsure("the spec has no %files, so RPM makes no package of it; neither is one here")
	}
	for _, rpm := range made {
		s.b.WriteByte('\n')
		d.binary(&s, rpm)
	}
	return s.b.String()
}

// targetSource says whether the target has the program itself, for packages that
// StarlingX only changes.
func (d *debDraft) targetSource() (string, bool) {
	if d.p.Origin == "flock" || d.p.Origin == "config" {
		return "", false
	}
	v, _ := d.needs.target(d.c.Name)
	if !isThere(v.Verdict) || v.Name == "" {
		return "", false
	}
	return strings.TrimSpace(v.Name + " " + v.Version), true
}

func (d *debDraft) buildDepends(s *stanza) {
	to := &relations{}
	compat := d.o.Compat
	if compat == 0 {
		s.unsure("which level of debhelper " + d.target + " has is not known")
		compat = 13
	}
	to.entries = append(to.entries, entry{text: fmt.Sprintf("debhelper-compat (= %d)", compat)})
	need := func(names ...string) {
		for _, name := range names {
			to.entries = append(to.entries, entry{text: name})
		}
	}
	if d.system.python {
		need("dh-python", "python3-setuptools")
		if d.allAll {
			need("python3-all")
		} else {
			need("python3-all-dev")
		}
		if d.wheels() {
			need("python3-wheel")
		}
	}
	if d.system.cmake {
		need("cmake")
	}
	if d.system.meson {
		need("meson")
	}
	if d.system.golang {
		need("golang-any")
	}
	for i := range d.c.Builds {
		if rel := &d.c.Builds[i]; rel.Kind != "BuildConflicts" {
			d.translate(to, rel, true, false)
		}
	}
	d.testNeeds(to)
	to.write(s, "Build-Depends", d.target)
}

// testNeeds adds what the package's own lists of requirements name: pybuild runs the
// tests, which need the modules. A build without tests needs none of them.
func (d *debDraft) testNeeds(to *relations) {
	if d.system.name() != "setup.py" {
		return
	}
	for i := range d.r.Dependencies {
		dep := &d.r.Dependencies[i]
		if dep.Need != finding.NeedPython || dep.Repo != d.p.Repo || dep.Package != d.p.Name || dep.Condition != "" {
			continue
		}
		name := ""
		if v := dep.Verdicts[d.o.Target]; isThere(v.Verdict) && isDebName.MatchString(v.Name) {
			name = d.asPython3(v.Name)
		} else if own, ok := d.ownModule(dep.Name); ok {
			name = own
		}
		if name != "" && !to.has(name) && !linters.MatchString(name) {
			to.entries = append(to.entries, entry{text: name + " <!nocheck>"})
		}
	}
}

// linters are what lists of requirements for tests name and no build asks for.
var linters = regexp.MustCompile(`^(?:python3-)?(?:hacking|flake8|pycodestyle|pylint|astroid|bandit|bashate|yamllint|coverage|cov-core|pytest-cov|sphinx|oslosphinx|openstackdocstheme|reno|tempest|os-testr|nodeenv|tox)$`)

// ownModule returns the package of the workspace that has a Python distribution.
func (d *debDraft) ownModule(dist string) (string, bool) {
	for _, rpm := range []string{dist, "python3-" + dist, "python2-" + dist, "python-" + dist} {
		if own, ok := d.names.of(rpm); ok && own.source != d.source && (rpm != dist || strings.HasPrefix(own.name, "python3-")) {
			return own.name, true
		}
	}
	return "", false
}

// wheels reports whether a wheel is made.
func (d *debDraft) wheels() bool {
	for _, line := range d.c.Build {
		if strings.Contains(line, "bdist_wheel") || strings.Contains(line, "build_wheel") {
			return true
		}
	}
	return false
}

func (d *debDraft) homepage(s *stanza) {
	text := oneLine(d.c.URL)
	u, err := url.Parse(text)
	switch {
	case err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && !strings.ContainsAny(text, " %"):
		s.field("Homepage", text)
	case d.p.Origin == "flock" || d.p.Origin == "config":
		s.field("Homepage", "https://www.starlingx.io")
	default:
		s.unsure("Homepage is left out: the spec's URL is no address of a page")
	}
}

// section is the part of the archive, of a package or of the source.
func (d *debDraft) section(rpm *finding.SpecRPM) string {
	if rpm == nil {
		switch {
		case strings.HasPrefix(d.source, "python"):
			return "python"
		case d.p.Origin == "kernel-module":
			return "kernel"
		}
		return "admin"
	}
	name := d.own[rpm.Name].name
	switch {
	case strings.HasSuffix(name, "-dev"):
		return "libdevel"
	case strings.HasSuffix(name, "-doc"):
		return "doc"
	case strings.HasPrefix(name, "python3-"):
		return "python"
	case strings.HasPrefix(name, "lib") && soname(rpm, strings.TrimRight(name, "0123456789")) != "":
		return "libs"
	}
	return "" // the source's
}

func (d *debDraft) binary(s *stanza, rpm *finding.SpecRPM) {
	name := d.own[rpm.Name]
	if name.unsure != "" {
		s.unsure("the name: " + name.unsure)
	}
	if rpm.Condition != "" {
		s.unsure("the spec makes it under a condition: " + clip(rpm.Condition, 200))
	}
	s.field("Package", name.name)
	if section := d.section(rpm); section != d.section(nil) {
		s.field("Section", section)
	}
	all := d.isAll[name.name]
	switch {
	case !all:
		s.field("Architecture", "any")
	case !d.c.NoArch && !rpm.NoArch && !strings.HasSuffix(name.name, "-doc"):
		s.unsure("the spec does not say noarch, but compiles nothing")
		fallthrough
	default:
		s.field("Architecture", "all")
	}
	d.depends(s, rpm, all)
	summary, cut := synopsis(rpm.Summary)
	text := rpm.Description
	if strings.TrimSpace(text) == "" {
		s.unsure("the spec has no description of it")
		text = rpm.Summary
	}
	if summary == "" {
		s.unsure("the spec has no summary of it")
		summary = name.name
	}
	if unknownMacro.MatchString(summary + text) {
		s.unsure("a macro in the description is not known")
	}
	if cut {
		s.unsure("the synopsis is cut: the spec's summary has over 80 bytes: " + rpm.Summary)
	}
	s.description(summary, text)
}
