package emit

import (
	"slices"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/finding"
)

func TestDebVersion(t *testing.T) {
	for in, want := range map[string]string{
		"1.2": "1.2", "1.2-3.el7": "1.2", "2:1.2-3": "1.2", "1.0~rc1": "1.0~rc1", "1_2": "1.2", "1.0^git": "1.0+git", "20130925": "20130925",
		"": "", "v1": "", "%{version}": "", "1 2": "", "1;rm": "", "1\n2": "", strings.Repeat("1", 65): "",
	} {
		got, ok := debVersion(in)
		if !ok {
			got = ""
		}
		if got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestConstraint(t *testing.T) {
	there := finding.DependencyVerdict{Verdict: finding.Present, Version: "1:2.0-1"}
	for _, c := range []struct {
		op, version string
		v           finding.DependencyVerdict
		want        string
		unsure      bool
	}{
		{"", "", there, "", false},
		{">=", "1.2-3.el7", finding.DependencyVerdict{}, " (>= 1.2)", false},
		{"<", "3", there, " (<< 1:3)", false},
		{">", "3:0.9", there, " (>> 1:0.9)", false},
		{"<=", "3", finding.DependencyVerdict{}, " (<= 3)", false},
		{"=", "1.2-3", there, " (>= 1:1.2)", true},
		{">=", "%{v}", there, "", true},
		{"~", "1", there, "", true},
	} {
		got, unsure := constraint(&finding.SpecRelation{Name: "x", Op: c.op, Version: c.version}, c.v)
		if got != c.want || (unsure != "") != c.unsure {
			t.Errorf("%s %s: %q (%s), want %q", c.op, c.version, got, unsure, c.want)
		}
	}
}

func TestSynopsis(t *testing.T) {
	for in, want := range map[string]string{
		"The lamp.": "lamp", "A  lamp\tof\nlight": "lamp of light", "Anchors": "Anchors", "the": "the", "": "",
		strings.Repeat("word ", 30): strings.TrimSpace(strings.Repeat("word ", 15)),
		"A lamp that shines. It does so for as long as there is oil in it, and not for any longer than that.": "lamp that shines",
	} {
		got, cut := synopsis(in)
		if got != want || len(got) > maxSynopsis || cut != (len(in) > 90) {
			t.Errorf("%q: %q, want %q (cut %t)", in, got, want, cut)
		}
	}
}

func TestFolded(t *testing.T) {
	text := "One two.\nThree.\n\n\n- item " + strings.Repeat("x", 10) + "\n  indented\n\n" + strings.Repeat("long ", 40) + "\n\n"
	got := folded(text)
	if !slices.Equal(got[:5], []string{"One two. Three.", "", " - item xxxxxxxxxx", " indented", ""}) {
		t.Errorf("%q", got)
	}
	for _, line := range got {
		if len(line) > 79 {
			t.Errorf("%d columns: %q", len(line), line)
		}
	}
	if got[len(got)-1] == "" {
		t.Error("an empty line is last")
	}
}

func TestDebianized(t *testing.T) {
	for in, want := range map[string]string{
		"lamp": "lamp", "Lamp_Post": "lamp-post", "mtce-guestServer": "mtce-guestserver", "a": "unnameda", "": "unnamed", "../x": "-x", "lämp": "l-mp", "+x1": "x1",
	} {
		if got := debianized(in); got != want && !isDebName.MatchString(got) {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestFileName(t *testing.T) {
	for in, want := range map[string]string{
		"lamp": "lamp", "../../etc/passwd": "passwd", "": "_", "..": "_", ".git": "git", "-rf": "rf", `a\..\b`: "b", "a b\n": "a_b_", "libstdc++": "libstdc++",
	} {
		if got := fileName(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestParseFile(t *testing.T) {
	for in, want := range map[string]fileEntry{
		"/usr/bin/x":                      {path: "/usr/bin/x"},
		"%dir /etc/x":                     {path: "/etc/x", dir: true},
		"%config(noreplace) /etc/x.conf":  {path: "/etc/x.conf"},
		"%attr(0640, root, x) %config /a": {path: "/a", owner: "root:x", mode: "640"},
		"%attr(755,root,root) /a":         {path: "/a"},
		"%attr(4755,-,-) /a":              {path: "/a", mode: "4755"},
		"%doc README":                     {path: "README", doc: true},
		"%license COPYING":                {path: "COPYING", license: true},
		"%ghost %verify(not md5) /a":      {path: "/a", ghost: true},
		"%exclude /a":                     {path: "/a", exclude: true},
		"%lang(de) \"/a\"":                {path: "/a"},
		"-f x.lang":                       {path: "x.lang", unsure: "a list of files that the build writes"},
		"%{odd}/x":                        {path: "%{odd}/x", unsure: "a macro of RPM"},
	} {
		got := parseFile(in)
		if len(got) != 1 || got[0] != want {
			t.Errorf("%q: %+v, want %+v", in, got, want)
		}
	}
	if got := parseFile("%defattr(-,root,root,-)"); got != nil {
		t.Errorf("%+v", got)
	}
	if got := parseFile("%doc A B"); len(got) != 2 {
		t.Errorf("%+v", got)
	}
}

func TestTranslateLine(t *testing.T) {
	at := "<D>"
	for in, want := range map[string]string{
		"make %{?_smp_mflags} X=1":              "make X=1",
		"install -d %{buildroot}/etc":           "install -d <D>/etc",
		"install x $RPM_BUILD_ROOT//usr/lib64/": "install x <D>/usr/lib/<M>/",
		"rm -rf %{buildroot}":                   "",
		"rm -fr \"$RPM_BUILD_ROOT\"":            "",
		"rm -rf %{buildroot}/usr/share/x":       "rm -rf <D>/usr/share/x",
		"%{__install} -m 644 a b":               "install -m 644 a b",
		"%{__python2} setup.py build":           "python3 setup.py build",
		"/usr/bin/python x.py":                  "python3 x.py",
		"%{__python} setup.py install --root=%{buildroot} --install-lib=/x --prefix=/usr": "python3 setup.py install --root=<D> --install-layout=deb",
		"%py2_build":           "dh_auto_build",
		"%py2_install":         "dh_auto_install --destdir=<D>",
		"%configure --with-x":  "dh_auto_configure -- --with-x",
		"%configure":           "dh_auto_configure",
		"%make_install X=1":    "dh_auto_install --destdir=<D> -- X=1",
		"%setup -q":            "",
		"%patch1 -p1":          "",
		"cp %{_sourcedir}/a b": "cp debian/a b",
		"echo https://x//y":    "echo https://x/y",
		"install x %{buildroot}/etc/rc.d/init.d/x": "install x <D>/etc/init.d/x",
		"%{odd_macro} x": "?%{odd_macro} x",
		"%find_lang x":   "?%find_lang x",
		"date +%F":       "date +%F",
	} {
		c, ok := translateLine(in)
		got := strings.NewReplacer(destination, at, multiarch, "<M>").Replace(c.text)
		if c.unsure != "" {
			got = "?" + got
		}
		if !ok {
			got = ""
		}
		if got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestIsScript(t *testing.T) {
	for line, want := range map[string]bool{
		"make x": false, "install -d a && cp b c": false, "VER=1": true, "cd x": true, "if true; then": true, "for i in a; do x; done": true,
		"cat > x <<EOF": true, "EOF": false, "export A=1": true, "make A=1": false, "a | while read x": true, "mkdir done": false,
	} {
		if got := isScript([]command{{text: line}}); got != want {
			t.Errorf("%q: %t", line, got)
		}
	}
}

func TestShortNames(t *testing.T) {
	for in, want := range map[string]string{
		"ASL 2.0": "Apache-2.0", "GPLv2+ and BSD": "GPL-2+ and BSD", "(Python or ZPLv2.0) and ASL 2.0": "Python or ZPLv2.0 and Apache-2.0",
		"": "UNSURE", "windriver": "windriver", "GPLv2 with exceptions": "GPLv2-with-exceptions", "MIT License": "Expat", "BSD-3-Clause.": "BSD-3-clause",
	} {
		if _, got := shortNames(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
