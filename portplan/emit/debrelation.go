package emit

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
)

// essential are the packages of Debian that are always there, so that nobody
// depends on them without a version. Source: Essential: yes in the Packages files
// of Debian 11 to 13.
var essential = setOf(`base-files base-passwd bash bsdutils coreutils dash debianutils diffutils dpkg findutils grep gzip hostname
	init-system-helpers libc-bin login ncurses-base ncurses-bin perl-base sed sysvinit-utils tar util-linux`)

// buildEssential are what every build has. Source: build-essential's own list.
var buildEssential = setOf(`build-essential dpkg-dev g++ gcc libc6-dev libc-dev make binutils patch cpp`)

// helpers are needs for macros of RPM whose work debhelper does.
var helpers = setOf(`systemd systemd-units systemd-rpm-macros`)

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		set[word] = true
	}
	return set
}

// relations is a field in the making.
type relations struct {
	entries []entry
	// likely are names that no index of the target has, leftOut names by the
	// reason for which they are not written, and missing what somebody has to
	// find.
	likely  []string
	leftOut map[string][]string
	missing []string
}

// translate takes over one relation of the spec. forBuild is for Build-Depends;
// all says that the package is for all architectures.
func (d *debDraft) translate(to *relations, rel *finding.SpecRelation, forBuild, all bool) {
	name := oneLine(rel.Name)
	where := fmt.Sprintf("%s (line %d of the spec)", name, rel.Line)
	switch {
	case strings.HasPrefix(name, "("):
		to.missing = append(to.missing, where+": one of several needs, or one with a condition: choose")
		return
	case strings.Contains(name, "%"):
		to.missing = append(to.missing, where+": the macro in the name is not known")
		return
	case !forBuild && isSoname.MatchString(name):
		to.leave("${shlibs:Depends} finds libraries", name)
		return
	case forBuild && helpers[name]:
		to.leave("debhelper does what its macros do", name)
		return
	case !forBuild && (helpers[name] || name == "/bin/systemctl" || name == "/usr/bin/systemctl") && strings.HasPrefix(rel.Qualifier, "p"):
		to.leave("debhelper's scripts look for it by themselves", name)
		return
	case forBuild && isPip.MatchString(name) && !d.calls("pip"):
		to.leave("nothing calls it", name)
		return
	case forBuild && name == "git" && d.usesPBR():
		to.leave("PBR_VERSION says what pbr would ask git for", name)
		return
	}
	if own, ok := d.names.of(name); ok {
		d.translateOwn(to, rel, own, forBuild, all)
		return
	}
	v := d.needs.of(d.p.Repo, d.c.Path, rel)
	if v.Verdict == finding.OwnPackage {
		// Its spec was not read. What the target has is the better guess.
		own := v
		if v, _ = d.needs.target(name); !isThere(v.Verdict) {
			to.missing = append(to.missing, where+": package "+own.Name+" of the workspace makes it ("+own.Evidence+"), and what that is called here is not known")
			return
		}
	}
	switch v.Verdict {
	case finding.NotNeeded:
		to.leave("not needed", name+reason(v.Evidence))
	case finding.InStdlib:
		to.leave("in Python's standard library", name+reason(v.Evidence))
	case finding.ABIChanged:
		to.leave("${shlibs:Depends} finds libraries", name)
	case finding.Missing, finding.PresenceUnknown:
		to.missing = append(to.missing, where+": "+string(v.Verdict)+": "+v.Evidence+d.needs.near(name, v))
	default:
		d.translateFound(to, rel, v, forBuild, all)
	}
}

func reason(evidence string) string {
	if evidence == "" {
		return ""
	}
	return " (" + evidence + ")"
}

// isSoname tells the name of a library, as RPM writes it.
var isSoname = regexp.MustCompile(`^lib[^ ]*\.so|^ld-linux|^rtld\(`)

func isThere(v finding.Presence) bool {
	switch v {
	case "", finding.Missing, finding.PresenceUnknown, finding.OwnPackage, finding.NotNeeded, finding.InStdlib, finding.ABIChanged:
		return false
	}
	return true
}

func (r *relations) leave(why, name string) {
	if r.leftOut == nil {
		r.leftOut = map[string][]string{}
	}
	r.leftOut[why] = append(r.leftOut[why], name)
}

// translateOwn takes over a need that the workspace itself meets.
func (d *debDraft) translateOwn(to *relations, rel *finding.SpecRelation, own debName, forBuild, all bool) {
	if own.source != d.source && d.leaves(to, own.name, rel, forBuild, all) {
		return
	}
	e := entry{text: own.name}
	if own.unsure != "" {
		e.unsure = append(e.unsure, own.name+": "+own.unsure)
	}
	switch {
	case own.source == d.source:
		// Of one build: RPM's version and release together are Debian's version.
		version := "${source:Version}"
		if !all && !d.isAll[own.name] {
			version = "${binary:Version}"
		}
		e.text += " (= " + version + ")"
	case rel.Op != "":
		text, unsure := constraint(rel, finding.DependencyVerdict{})
		e.text += text
		if unsure != "" {
			e.unsure = append(e.unsure, own.name+": "+unsure)
		}
	}
	to.entries = append(to.entries, d.conditional(e, own.name, rel))
}

// translateFound takes over a need that the target meets.
func (d *debDraft) translateFound(to *relations, rel *finding.SpecRelation, v finding.DependencyVerdict, forBuild, all bool) {
	name := d.asPython3(v.Name)
	if name != v.Name {
		v.Version, v.Verdict, v.Confidence = "", finding.Python3Only, finding.High
	}
	switch {
	case !isDebName.MatchString(name):
		to.missing = append(to.missing, fmt.Sprintf("%s (line %d of the spec): %s, under no name that can be written", rel.Name, rel.Line, v.Verdict))
		return
	case d.leaves(to, name, rel, forBuild, all):
		return
	}
	e := entry{text: name}
	mark := func(format string, args ...any) {
		e.unsure = append(e.unsure, name+": "+fmt.Sprintf(format, args...))
	}
	text, unsure := constraint(rel, v)
	switch {
	case rel.Op != "" && (v.Verdict == finding.ProvidedBy || v.Verdict == finding.Split):
		mark("%s %s is asked for of %s: what version that is here is not known", rel.Op, rel.Version, rel.Name)
	default:
		e.text += text
		if unsure != "" {
			mark("%s", unsure)
		}
	}
	switch v.Verdict {
	case finding.TooOld:
		mark("%s here is older than the spec asks for: %s", v.Version, v.Evidence)
	case finding.Differs, finding.Split:
		mark("for %s: %s", rel.Name, v.Evidence)
	case finding.NotAllowed:
		mark("not allowed: it is in %s", v.Component)
	case finding.LikelyPresent:
		to.likely = append(to.likely, name)
	default:
		if v.Confidence < finding.High {
			mark("for %s: %s", rel.Name, v.Evidence)
		}
	}
	to.entries = append(to.entries, d.conditional(e, name, rel))
}

// leaves reports whether a name is not written, as something else brings it or
// everything has it.
func (d *debDraft) leaves(to *relations, name string, rel *finding.SpecRelation, forBuild, all bool) bool {
	switch {
	case forBuild && buildEssential[name]:
		to.leave("build-essential brings it", name)
	case essential[name] && rel.Op == "":
		to.leave("essential", name)
	case name == "systemd" && rel.Op == "" && !forBuild:
		to.leave("it is the init of the system", name)
	case d.system.python && (name == "python3" || name == "python3-minimal") && rel.Op == "":
		to.leave("${python3:Depends} and dh-python bring it", name)
	case forBuild && (d.system.python || d.allAll) && (name == "python3-dev" || name == "python3-all-dev"):
		if d.allAll {
			to.leave("nothing is compiled", name)
		} else {
			to.leave("python3-all-dev brings it", name)
		}
	case forBuild && d.allAll && strings.HasPrefix(name, "lib") && strings.HasSuffix(name, "-dev"):
		to.leave("nothing is compiled", name)
	case isRuntimeLibrary.MatchString(name) && forBuild:
		to.leave("the -dev packages bring their libraries", name)
	case isRuntimeLibrary.MatchString(name) && !all:
		to.leave("${shlibs:Depends} finds libraries", name)
	default:
		return false
	}
	return true
}

// isRuntimeLibrary tells the package of a library by the number at its end.
var isRuntimeLibrary = regexp.MustCompile(`^lib[a-z0-9.+-]*[0-9](?:t64|v5|[a-d])?$`)

// isPip tells pip, which specs ask for to make wheels and do not call.
var isPip = regexp.MustCompile(`^python[23]?-pip$`)

// calls reports whether the build calls a program.
func (d *debDraft) calls(program string) bool {
	for _, line := range slices.Concat(d.c.Build, d.c.Install) {
		if hasWord(line, program) || hasWord(line, program+"2") || hasWord(line, program+"3") {
			return true
		}
	}
	return false
}

// asPython3 is the package for Python 3 of one that is for Python 2: a draft for a
// system whose Python 2 is gone, or goes.
func (d *debDraft) asPython3(name string) string {
	if rest, ok := strings.CutPrefix(strings.Replace(name, "python2-", "python-", 1), "python-"); ok && !strings.HasSuffix(name, "-doc") {
		if v, _ := d.needs.target("python3-" + rest); isThere(v.Verdict) && v.Name == "python3-"+rest {
			return v.Name
		}
	}
	switch rest, ok := strings.CutPrefix(name, "python2"); {
	case name == "python" || name == "python-minimal" || ok && (rest == "" || rest == ".7" || rest == "-minimal" || rest == ".7-minimal"):
		return "python3"
	case name == "python-dev" || name == "python-all-dev" || ok && (rest == "-dev" || rest == ".7-dev"):
		return "python3-dev"
	}
	return name
}

// conditional marks what the spec needs under a condition only.
func (d *debDraft) conditional(e entry, name string, rel *finding.SpecRelation) entry {
	if rel.Condition != "" {
		e.unsure = append(e.unsure, name+": the spec needs it under a condition: "+clip(rel.Condition, 200))
	}
	return e
}

// operators are Debian's for those of RPM.
var operators = map[string]string{">=": ">=", "<=": "<=", ">": ">>", "<": "<<", "=": ">="}

// constraint writes the version that a relation asks for, as " (>= 1.2)". It drops
// the release, which counts builds of CentOS, and takes over the epoch of the
// target's version. unsure says what could not be kept.
func constraint(rel *finding.SpecRelation, v finding.DependencyVerdict) (text, unsure string) {
	if rel.Op == "" {
		return "", ""
	}
	op, ok := operators[rel.Op]
	version, valid := debVersion(rel.Version)
	if !ok || !valid {
		return "", fmt.Sprintf("the version that is asked for, %s %s, cannot be written here", rel.Op, rel.Version)
	}
	if epoch, _, has := strings.Cut(v.Version, ":"); has && strings.Trim(epoch, "0123456789") == "" && epoch != "" {
		version = epoch + ":" + version
	}
	if rel.Op == "=" {
		unsure = "the spec asks for exactly " + rel.Version
		if v.Version != "" {
			unsure += "; here it is " + v.Version
		}
	}
	return " (" + op + " " + version + ")", unsure
}

var isDebVersion = regexp.MustCompile(`^[0-9][0-9A-Za-z.+~]*$`)

// debVersion makes an upstream version of Debian's of a version of RPM's: without
// epoch and release.
func debVersion(version string) (string, bool) {
	if _, rest, ok := strings.Cut(version, ":"); ok {
		version = rest
	}
	if i := strings.LastIndexByte(version, '-'); i > 0 {
		version = version[:i]
	}
	version = strings.NewReplacer("_", ".", "^", "+").Replace(strings.TrimSpace(version))
	return version, len(version) <= 64 && isDebVersion.MatchString(version)
}

// write writes the field.
func (r *relations) write(s *stanza, name, target string) {
	var after []string
	for _, why := range slices.Sorted(maps.Keys(r.leftOut)) {
		after = append(after, "left out, "+why+": "+few(unique(r.leftOut[why])))
	}
	for _, text := range unique(r.missing) {
		after = append(after, Unsure+": "+text)
	}
	if len(r.likely) > 0 {
		after = append(after, fmt.Sprintf("%s: likely in %s, by what it is made from; no index says so: %s", Unsure, target, strings.Join(unique(r.likely), ", ")))
	}
	s.list(name, r.sorted(), after)
}

// sorted returns the entries in order, once each. What all packages have comes
// last, as wrap-and-sort puts it.
func (r *relations) sorted() []entry {
	list := sortEntries(r.entries)
	weight := func(e entry) int {
		switch {
		case strings.HasPrefix(e.text, "debhelper-compat"):
			return 0
		case strings.HasPrefix(e.text, "${"):
			return 2
		}
		return 1
	}
	slices.SortStableFunc(list, func(a, b entry) int { return cmp.Compare(weight(a), weight(b)) })
	// One name without and with a version is the one with it.
	return slices.DeleteFunc(list, func(e entry) bool {
		return !strings.Contains(e.text, " ") && slices.ContainsFunc(list, func(o entry) bool { return strings.HasPrefix(o.text, e.text+" (") })
	})
}

// few lists names, the first six of many.
func few(names []string) string {
	const most = 6
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}

func unique(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return slices.Compact(list)
}
