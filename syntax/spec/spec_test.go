package spec

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const agent = `# %define hidden 1
%define local_bindir /usr/bin/
%global pkg agent
%{!?python2_sitelib: %global python2_sitelib /usr/lib/python2.7/site-packages}
Name: platform-%{pkg}
Version: 1.0
Release: 2%{?_tis_dist}.%{tis_patch_ver}
Summary: An agent
Source0: http://example.com/%{name}-%{version}.tar.gz
Source: more.conf
Patch1: 0001-fix-%{pkg}.patch
Patch2: 0002-other.patch

BuildRequires: gcc, make >= 3.8
Requires(post): systemd
Requires: %{name}-libs = %{version}-%{release} python(abi) = 2.7, /bin/sh
Requires: (curl or wget)
%if 0%{?rhel} >= 7
Requires: initscripts
%else
Requires: sysvinit
%endif
%ifarch aarch64
Requires: arm-only
%endif

%package libs
Summary: Libraries
Provides: lib%{pkg} = %{version}

%package -n other
Obsoletes: old < 2 \
  older <= 1

%description
Text. Requires: nothing

%description libs
More.

%prep
%setup -q
%patch1 -p1 -b .fix
%patch -P 2 -p 0

%install
make install DESTDIR=%{buildroot} V=%(git describe)

%post libs -p /sbin/ldconfig

%post
%if 0%{?rhel}
systemctl enable agent
%endif

%changelog
* Mon Jan 1 2018 A <a@example.com> - 1.0
- Requires: nothing
`

var agentDefines = map[string]string{"_tis_dist": ".tis", "tis_patch_ver": "7", "rhel": "7"}

// show renders conditions as !"%if x"=1, with ? where nothing decides them.
func showConditions(conditions []Condition) string {
	var b strings.Builder
	for _, c := range conditions {
		value := "?"
		if c.Known {
			value = map[bool]string{true: "1", false: "0"}[c.Value]
		}
		fmt.Fprintf(&b, " [%s%s=%s]", map[bool]string{true: "not ", false: ""}[c.Negated], c.Text, value)
	}
	return b.String()
}

func showDependencies(f *File) string {
	var b strings.Builder
	for _, d := range f.Dependencies {
		kind := d.Kind
		if d.Qualifier != "" {
			kind += "(" + d.Qualifier + ")"
		}
		fmt.Fprintf(&b, "%s %s: %s", d.Package, kind, render(d))
		if d.Rich {
			b.WriteString(" rich")
		}
		if !d.Expanded {
			b.WriteString(" unexpanded")
		}
		b.WriteString(showConditions(d.Conditions) + "\n")
	}
	return b.String()
}

func TestParse(t *testing.T) {
	f := Parse([]byte(agent), Options{Defines: agentDefines})
	if f.Name != "platform-agent" || f.Version != "1.0" || f.Release != "2.tis.7" || len(f.Errors) > 0 {
		t.Errorf("%s %s %s, errors %v", f.Name, f.Version, f.Release, f.Errors)
	}
	want := `platform-agent BuildRequires: gcc
platform-agent BuildRequires: make >= 3.8
platform-agent Requires(post): systemd
platform-agent Requires: platform-agent-libs = 1.0-2.tis.7
platform-agent Requires: python(abi) = 2.7
platform-agent Requires: /bin/sh
platform-agent Requires: (curl or wget) rich
platform-agent Requires: initscripts [%if 0%{?rhel} >= 7=1]
platform-agent Requires: sysvinit [not %if 0%{?rhel} >= 7=0]
platform-agent Requires: arm-only [%ifarch aarch64=0]
platform-agent-libs Provides: libagent = 1.0
other Obsoletes: old < 2
other Obsoletes: older <= 1
`
	if got := showDependencies(f); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	for _, d := range f.Dependencies {
		if agent[d.Start:d.End] != d.Raw {
			t.Errorf("%q stands where %q is", d.Raw, agent[d.Start:d.End])
		}
	}
	if d := f.Dependencies[3]; d.Raw != "%{name}-libs = %{version}-%{release}" {
		t.Errorf("raw %q", d.Raw)
	}
}

func TestSections(t *testing.T) {
	f := Parse([]byte(agent), Options{Defines: agentDefines})
	var got []string
	for _, s := range f.Sections {
		got = append(got, strings.Trim(strings.Join([]string{s.Name, s.Package, s.Interpreter, s.Args}, "|"), "|"))
		if !strings.HasPrefix(agent[s.Start:], "%"+s.Name) || s.End != s.BodyEnd {
			t.Errorf("%+v", s)
		}
	}
	want := []string{"package|platform-agent-libs||libs", "package|other||-n other", "description|platform-agent", "description|platform-agent-libs||libs",
		"prep", "install", "post|platform-agent-libs|/sbin/ldconfig|libs -p /sbin/ldconfig", "post|platform-agent", "changelog"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	post := f.Sections[7]
	if body := agent[post.BodyStart:post.BodyEnd]; body != "%if 0%{?rhel}\nsystemctl enable agent\n%endif\n\n" {
		t.Errorf("body %q", body)
	}
	if len(post.Directives) != 2 || agent[post.Directives[1].Start:post.Directives[1].End] != "%endif" {
		t.Errorf("directives %v", post.Directives)
	}
	packages := ""
	for _, p := range f.Packages {
		packages += fmt.Sprintf("%s %v %s\n", p.Name, p.Main, agent[p.Start:p.End])
	}
	if packages != "platform-agent true Name: platform-%{pkg}\nplatform-agent-libs false %package libs\nother false %package -n other\n" {
		t.Errorf("packages\n%s", packages)
	}
}

func TestTagsMacrosSources(t *testing.T) {
	f := Parse([]byte(agent), Options{Defines: agentDefines})
	var got []string
	for _, tag := range f.Tags[:5] {
		got = append(got, tag.Name+"="+tag.Expanded)
		if agent[tag.ValueStart:tag.End] != tag.Value {
			t.Errorf("%q stands where %q is", tag.Value, agent[tag.ValueStart:tag.End])
		}
	}
	for _, m := range f.Macros {
		got = append(got, fmt.Sprintf("%s:%v:%s%s", m.Name, m.Global, agent[m.Start:m.End], showConditions(m.Conditions)))
	}
	for _, s := range append(f.Sources, f.Patches...) {
		got = append(got, fmt.Sprintf("%d %s", s.Number, s.Expanded))
	}
	for _, u := range f.PatchUses {
		got = append(got, fmt.Sprintf("%s %d -p%d %s", u.Macro, u.Number, u.Strip, agent[u.Start:u.End]))
	}
	for _, c := range f.ShellCalls {
		got = append(got, fmt.Sprintf("%v %s %s", c.Lua, c.Text, agent[c.Start:c.End]))
	}
	want := `Name=platform-agent
Version=1.0
Release=2.tis.7
Summary=An agent
Source0=http://example.com/platform-agent-1.0.tar.gz
local_bindir:false:%define local_bindir /usr/bin/
pkg:true:%global pkg agent
python2_sitelib:true:%global python2_sitelib /usr/lib/python2.7/site-packages [%{!?python2_sitelib}=?]
0 http://example.com/platform-agent-1.0.tar.gz
1 more.conf
1 0001-fix-agent.patch
2 0002-other.patch
patch 1 -p1 %patch1 -p1 -b .fix
patch 2 -p0 %patch -P 2 -p 0
false git describe %(git describe)`
	if text := strings.Join(got, "\n"); text != want {
		t.Errorf("got\n%s\nwant\n%s", text, want)
	}
}

// TestDependencies reads small specs; errors are shown with !.
func TestDependencies(t *testing.T) {
	for name, c := range map[string]struct{ src, want string }{
		"crlf":              {"Name: a\r\nRequires: b >= 1\r\n%if 1\r\nRequires: c\r\n%endif\r\n", "a Requires: b >= 1\na Requires: c [%if 1=1]\n"},
		"byte order mark":   {"\xef\xbb\xbfName: a\nRequires: b\n", "a Requires: b\n"},
		"not UTF-8":         {"Name: a\nSummary: \xe9\nRequires: b\xff\n", "a Requires: b\xff\n"},
		"case and blanks":   {"name : a\n  REQUIRES :b\n", "a Requires: b\n"},
		"old tags":          {"Name: a\nPreReq: b\nBuildPreReq: c\n", "a PreReq: b\na BuildPreReq: c\n"},
		"operators":         {"Name: a\nRequires: b == 1, c =< 2 d => 3\n", "a Requires: b = 1\na Requires: c <= 2\na Requires: d >= 3\n"},
		"operator alone":    {"Name: a\nRequires: b >=\n", "a Requires: b\n! offset 20: \">=\" without a name or a version\n"},
		"rich with version": {"Name: a\nRequires: (b >= 1 if (c or d(e))) f\n", "a Requires: (b >= 1 if (c or d(e))) rich\na Requires: f\n"},
		"unknown macro":     {"Name: a\nRequires: %{_unit}/b c-%x\n", "a Requires: %{_unit}/b unexpanded\na Requires: c-%x unexpanded\n"},
		"macro of several":  {"Name: a\n%define all b >= 1, c\nRequires: %all d%{?none}\n", "a Requires: b >= 1\na Requires: c\na Requires: d\n"},
		"macro of tags":     {"Name: a\n%define all \\\nRequires: b\\\nRequires: c\n%all\n", "a Requires: b\na Requires: c\n"},
		"conditional tag":   {"Name: a\n%{?with_x:Requires: b}\n%{!?with_x:Requires: c}\n", "a Requires: c\n"},
		"macro over lines":  {"Name: a\n%{!?with_x:\nRequires: b\n}\n", "a Requires: b\n"},
		"command":           {"Name: a\nRequires: b = %(rpm -q b)\n", "a Requires: b = %(rpm -q b) unexpanded\n"},
		"undecided": {
			"Name: a\n%if %{x}\nRequires: b\n%else\nRequires: c\n%endif\nRequires: d\n",
			"a Requires: b [%if %{x}=?]\na Requires: c [not %if %{x}=?]\na Requires: d\n"},
		"elif": {
			"Name: a\n%if 0\nRequires: b\n%elif 1\nRequires: c\n%else\nRequires: d\n%endif\n",
			"a Requires: b [%if 0=0]\na Requires: c [not %if 0=1] [%elif 1=1]\na Requires: d [not %if 0=1] [not %elif 1=0]\n"},
		"not defined in a branch not taken": {
			"Name: a\n%if 0\n%define n b\n%else\n%define n c\n%endif\nRequires: %n\n", "a Requires: c\n"},
		"first of undecided branches": {
			"Name: a\n%if %y\n%define n b\n%else\n%define n c\n%endif\nRequires: %n\n", "a Requires: b\n"},
		"bcond with a default": {
			"Name: a\n%bcond x 1\n%bcond y 0\n%if %{with x}\nRequires: b\n%endif\n%if %{with y}\nRequires: c\n%endif\n",
			"a Requires: b [%if %{with x}=1]\na Requires: c [%if %{with y}=0]\n",
		},
		"bcond": {
			"Name: a\n%bcond_with x\n%bcond_without y\n%if %{with x}\nRequires: b\n%endif\n%if %{with y} && ! %{without y}\nRequires: c\n%endif\n",
			"a Requires: b [%if %{with x}=0]\na Requires: c [%if %{with y} && ! %{without y}=1]\n"},
		"unbalanced": {
			"%endif\n%else\nName: a\n%if 1\n%else\n%else\nRequires: b\n",
			"a Requires: b [not %if 1=0]\n! offset 0: %endif without %if\n! offset 7: %else without %if\n! offset 21: \"%if 1\" is never closed with %endif\n! offset 33: %else after the %else of the same %if\n"},
		"not tags":        {"Name: a\nhello\n%what is it\nColour: red\n", "! offset 8: \"hello\" is no tag\n! offset 14: the macro of \"%what is it\" is not known, nor what it adds\n! offset 26: \"Colour\" is no tag that RPM knows\n"},
		"never closed":    {"Name: a\n%{?x: Requires: b\nRequires: c\n", "a Requires: c\n! offset 8: a macro that starts here is not closed\n! offset 8: the macro of \"%{?x: Requires: b\" is not known, nor what it adds\n"},
		"include":         {"Name: a\n%include other\n", "! offset 8: the file that \"%include other\" includes is not read\n"},
		"other sections":  {"Name: a\n%description\nRequires: b\n%package c\nRequires: d\n%files\nRequires: e\n", "a-c Requires: d\n"},
		"lua":             {"Name: a\n%{lua:\nprint('x')\n}\nRequires: b\n", "a Requires: b\n! offset 8: the macro of \"%{lua:\" is not known, nor what it adds\n"},
		"redefined":       {"Name: a\n%define x 1\nRequires: b = %x\n%undefine x\nRequires: c = 0%{?x}\n", "a Requires: b = 1\na Requires: c = 0\n"},
		"lazy and global": {"Name: a\n%define x 1\n%define l %x\n%global g %x\n%define x 2\nRequires: l = %l g = %g\n", "a Requires: l = 2\na Requires: g = 1\n"},
	} {
		t.Run(name, func(t *testing.T) {
			f := Parse([]byte(c.src), Options{})
			got := showDependencies(f)
			for _, e := range f.Errors {
				got += fmt.Sprintf("! %v\n", e)
			}
			if got != c.want {
				t.Errorf("got\n%swant\n%s", got, c.want)
			}
		})
	}
}

func TestPatchUses(t *testing.T) {
	for line, want := range map[string]string{
		"%patch0":                 "patch 0 -1",
		"%patch12 -p2":            "patch 12 2",
		"%patch -p1 -b .0":        "patch 0 1",
		"%patch 3 -p1":            "patch 3 1",
		"%patch -P4":              "patch 4 -1",
		"%autosetup -p1 -n x":     "autosetup -1 1",
		"%autopatch -p0":          "autopatch -1 0",
		"patch -p1 < %{PATCH5}":   "PATCH 5 1",
		"git am %{patches}":       "patches -1 -1",
		"patch -p%{level} %{P:6}": "PATCH 6 2",
		"%patching the world":     "",
		"%{PATCHES} %{PYTHON1}":   "",
	} {
		f := Parse([]byte("Name: a\n%define level 2\n%prep\n"+line+"\n"), Options{})
		got := ""
		for _, u := range f.PatchUses {
			got += fmt.Sprintf("%s %d %d", u.Macro, u.Number, u.Strip)
		}
		if got != want {
			t.Errorf("%s: %q, want %q", line, got, want)
		}
	}
}

func TestSourceNumbers(t *testing.T) {
	src := "Name: a\nSource: x\nSource5: y\nSource: z\n%if 0\nSource: no\n%endif\nSource: w\nPatch: p\nPatch: q\nPatch0003: r\n%sourcelist\ns1\n%patchlist\np1\n"
	f := Parse([]byte(src), Options{})
	got := ""
	for _, s := range append(f.Sources, f.Patches...) {
		got += fmt.Sprintf("%d=%s ", s.Number, s.Expanded)
	}
	if got != "0=x 5=y 6=z 7=no 7=w 8=s1 0=p 1=q 3=r 4=p1 " {
		t.Error(got)
	}
}

func TestTaken(t *testing.T) {
	yes, no, open := Condition{Known: true, Value: true}, Condition{Known: true}, Condition{}
	for _, c := range []struct {
		conditions   []Condition
		taken, known bool
	}{
		{nil, true, true}, {[]Condition{yes}, true, true}, {[]Condition{yes, no}, false, true}, {[]Condition{open, no}, false, true}, {[]Condition{yes, open}, true, false},
	} {
		if taken, known := Taken(c.conditions); taken != c.taken || known != c.known {
			t.Errorf("%v: %v %v", c.conditions, taken, known)
		}
	}
}

func TestShellCalls(t *testing.T) {
	src := "Name: a\n# %(comment)\n%global x %(echo $(id) | sed 's/a/b/')\n%{lua:\nprint('x')\n}\n%build\nmake -j%(nproc) %%(no)\n%if 1\n%(open\n%endif\n"
	f := Parse([]byte(src), Options{})
	var got []string
	for _, c := range f.ShellCalls {
		got = append(got, fmt.Sprintf("%v %q%s", c.Lua, c.Text, showConditions(c.Conditions)))
		if src[c.TextStart:c.TextStart+len(c.Text)] != c.Text {
			t.Errorf("%q stands where %q is", c.Text, src[c.TextStart:])
		}
	}
	want := []string{`false "echo $(id) | sed 's/a/b/'"`, `true "\nprint('x')\n"`, `false "nproc"`, `false "open" [%if 1=1]`}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// TestLines: the lines of bodies come with their macros expanded, under their
// conditions, where they are asked for.
func TestLines(t *testing.T) {
	const text = "Name: lamp\n%define dir /opt\n%description\nA lamp.\n\nIt shines.\n%build\n# %dir\ncd %{dir}/%{later}\n%define later x\n%if 0%{?rhel}\nA=%{?nothing}\n%endif\n%undefine dir\ncd %{dir}\n%changelog\n* then\n- %{dir}\n"
	f := Parse([]byte(text), Options{Lines: true})
	got := map[string][]string{}
	for _, s := range f.Sections {
		for _, l := range s.Lines {
			got[s.Name] = append(got[s.Name], fmt.Sprintf("%d %s", len(l.Conditions), l.Text))
			if !strings.HasPrefix(text[l.Start:], l.Text[:min(2, len(l.Text))]) {
				t.Errorf("%q starts elsewhere", l.Text)
			}
		}
	}
	want := map[string][]string{
		"description": {"0 A lamp.", "0 ", "0 It shines."},
		"build":       {"0 # %dir", "0 cd /opt/%{later}", "1 A=", "0 cd %{dir}"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, s := range Parse([]byte(text), Options{}).Sections {
		if s.Lines != nil {
			t.Errorf("%%%s has lines that nobody asked for", s.Name)
		}
	}
}
