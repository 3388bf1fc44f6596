package patches

import (
	"slices"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/analyzers/patches/counterpart"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/syntax/patch"
)

// stackOfSpecs is a stack of patches of a spec, each given by its changed lines.
func stackOfSpecs(t *testing.T, changes ...string) *stack {
	t.Helper()
	s := &stack{component: "gated"}
	for _, lines := range changes {
		var body []string
		added, removed := 0, 0
		for line := range strings.Lines(lines) {
			body = append(body, strings.TrimRight(line, "\n"))
			if line[0] == '+' {
				added++
			} else {
				removed++
			}
		}
		src := "--- a/SPECS/gated.spec\n+++ b/SPECS/gated.spec\n@@ -" + span(removed) + " +" + span(added) + " @@\n" + strings.Join(body, "\n") + "\n"
		parsed := patch.Parse([]byte(src))
		if len(parsed.Malformed) > 0 {
			t.Fatalf("%v\n%s", parsed.Malformed, src)
		}
		e := readEdit([]byte(src), parsed)
		s.files = append(s.files, &patchFile{edits: e.edits, beside: e.beside})
		s.list.Patches = append(s.list.Patches, finding.StackPatch{Kind: kindMeta, State: stateApplied})
	}
	return s
}

func span(n int) string {
	if n == 0 {
		return "9,0"
	}
	return "10," + string(rune('0'+n))
}

func TestAsks(t *testing.T) {
	for _, c := range []struct {
		name    string
		patches []string
		want    []string
	}{
		{"options", []string{"-%configure --enable-mdb=yes --with-a\n+%configure --enable-mdb=mod --with-a --without-nl"},
			[]string{"configure with --enable-mdb=mod", "configure with --without-nl"}},
		{"an option goes", []string{"---with-lua \\\n"}, []string{"configure without --with-lua"}},
		{"a file of its own", []string{"+Source7: gated.cfg\n+install -m 0640 %{SOURCE7} %{buildroot}/etc/gated/gated.cfg\n+%config(noreplace) /etc/gated/gated.cfg"},
			[]string{"install /etc/gated/gated.cfg with mode 0640, own"}},
		{"a mode", []string{"-%attr(644,root,root) /etc/gated.conf\n+%attr(600,root,root) /etc/gated.conf"}, []string{"install /etc/gated.conf with mode 600"}},
		{"a line moves", []string{"-%attr(644,root,root) /etc/gated.conf\n+%attr(644,root,root) /etc/gated.conf"}, nil},
		{"undone by a later patch", []string{"+Source7: x\n+install -m 644 %{SOURCE7} %{buildroot}/etc/x.conf\n+/etc/x.conf", "-install -m 644 %{SOURCE7} %{buildroot}/etc/x.conf\n-/etc/x.conf"}, nil},
		{"a later patch says more", []string{"+Source7: x\n+install -m 644 %{SOURCE7} %{buildroot}/etc/x.conf\n+/etc/x.conf", "-/etc/x.conf\n+%config(noreplace) /etc/x.conf"},
			[]string{"install /etc/x.conf with mode 644, own"}},
		{"needs", []string{"-Requires: a >= 1, b\n+Requires: b\n+BuildRequires: c-devel"}, []string{"do not need a >= 1", "build with c-devel"}},
		{"its own name is no need", []string{"-Provides: %{name} = 1.0"}, nil},
		{"units", []string{"-%systemd_post gated.service\n+systemctl enable gated.service", "+systemctl disable gated.service"}, []string{"enable gated.service"}},
		{"accounts", []string{"+getent group gate >/dev/null || groupadd -r gate"}, []string{"create group gate"}},
		{"how it is built", []string{"-make check\n-make\n+make -j4\n+%bcond_with tests\n+if [ 1 ]; then\n+fi"}, nil},
		{"what is no need of others", []string{"+%post\n+Summary: x\n+Release: 2\n+%if 0"}, nil},
		{"what cannot be compared", []string{"+%global hardened 1\n-sed -i s/a/b/ x"}, []string{"%global hardened 1", "without: sed -i s/a/b/ x"}},
	} {
		var got []string
		for _, one := range stackOfSpecs(t, c.patches...).asks() {
			text := one.text()
			if one.Own && one.Of == counterpart.File {
				text += ", own"
			}
			got = append(got, text)
		}
		slices.Sort(got)
		slices.Sort(c.want)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// TestSpecFacts holds that a target's spec is read by the same reader.
func TestSpecFacts(t *testing.T) {
	f := factsOf(counterpart.Tree{"gated.spec": []byte("Name: gated\nBuildRequires: lua-dev\n%build\n%configure --with-lua \\\n  --disable-static\n%install\n" +
		"install -m 0755 %{SOURCE1} %{buildroot}/etc/init.d/gated\n%post\n%systemd_post gated.service\n%files\n%attr(0640,root,root) /etc/gated.conf\n%changelog\n- --with-old\n")})
	for _, c := range []struct {
		change counterpart.Change
		state  counterpart.State
		at     string
	}{
		{counterpart.Change{Of: counterpart.Flag, Name: "enable static", Value: "no"}, counterpart.Has, "gated.spec:5"},
		{counterpart.Change{Of: counterpart.Flag, Name: "with old", Value: "yes"}, counterpart.Unknown, ""},
		{counterpart.Change{Of: counterpart.BuildNeed, Name: "lua-dev"}, counterpart.Has, "gated.spec:2"},
		{counterpart.Change{Of: counterpart.File, Name: "/etc/init.d/gated", Mode: "755"}, counterpart.Has, "gated.spec:7"},
		{counterpart.Change{Of: counterpart.File, Name: "/etc/gated.conf", Mode: "644"}, counterpart.Differs, "gated.spec:11"},
		{counterpart.Change{Of: counterpart.File, Name: "/etc/other.conf"}, counterpart.Lacks, ""},
		{counterpart.Change{Of: counterpart.Unit, Name: "gated.service", Value: "enable"}, counterpart.Has, "gated.spec:9"},
	} {
		if a := f.Ask(&c.change); a.State != c.state || a.At != c.at {
			t.Errorf("%+v: %d at %q (%s)", c.change, a.State, a.At, a.Why)
		}
	}
}
