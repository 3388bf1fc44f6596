package packaging

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"opendev.org/starlingx/stxscan/finding"
)

const sample = `%define dir /opt/lamp
Name: lamp
Version: 1.2
Summary: A lamp
License: MIT
URL: https://lamp.example.org
Group: base
BuildArch: noarch
Source1: b.conf
Source0: %{name}-%{version}.tar.gz
Patch2: two.patch
BuildRequires: make >= 3
%if 0%{?suse_version}
BuildRequires: suse-thing
%endif
%ifarch %{unknown_arch}
Requires: odd
%endif
Requires(post): oil = %{version}

%description
A lamp.
# no comment
Two lines.

%package -n shade
Summary: A shade
%description -n shade
%{summary}, says the tag.

%build
# said
make \
   DIR=%{dir}
%if 0%{?rhel}
touch rhel
%else
touch other
%endif

%post
true

%files
%defattr(-,root,root)
%{dir}/*
`

func TestRead(t *testing.T) {
	want := finding.SpecContent{
		Path: "lamp.spec", Name: "lamp", Version: "1.2", License: "MIT", URL: "https://lamp.example.org", NoArch: true,
		Sources: []string{"lamp-1.2.tar.gz", "b.conf"}, Patches: []string{"two.patch"},
		Builds: []finding.SpecRelation{{Kind: "BuildRequires", Name: "make", Op: ">=", Version: "3", Line: 12}},
		Build:  []string{`make \`, "   DIR=/opt/lamp", "touch rhel"},
		RPMs: []finding.SpecRPM{
			{
				Name: "lamp", Summary: "A lamp", Group: "base", Description: "A lamp.\nTwo lines.", NoArch: true, HasFiles: true,
				Relations: []finding.SpecRelation{
					{Kind: "Requires", Name: "odd", Condition: "%ifarch %{unknown_arch}", Line: 17},
					{Kind: "Requires", Qualifier: "post", Name: "oil", Op: "=", Version: "1.2", Line: 19},
				},
				Files:   []string{"%defattr(-,root,root)", "/opt/lamp/*"},
				Scripts: []finding.SpecScript{{When: "post", Line: 41}},
			},
			{Name: "shade", Summary: "A shade", Description: "A shade, says the tag."},
		},
	}
	if diff := cmp.Diff(want, Read([]byte(sample), "lamp.spec")); diff != "" {
		t.Error(diff)
	}
}

// TestBounds: a spec of any size leaves a bounded amount, and says that it was cut.
func TestBounds(t *testing.T) {
	for name, text := range map[string]string{
		"lines":    "Name: x\n%build\n" + strings.Repeat("echo a line that is repeated over and over\n", 30_000),
		"value":    "Name: x\nSummary: " + strings.Repeat("é", 5000) + "\n",
		"packages": "Name: x\n" + strings.Repeat("%package \xff", 1) + manyPackages(2000),
		"macros":   "Name: x\n%define a " + strings.Repeat("y", 900) + "\n%build\n" + strings.Repeat("%a%a%a%a\n", 3000),
	} {
		c := Read([]byte(text), "x.spec")
		size := 0
		for _, line := range c.Build {
			size += len(line)
		}
		for _, rpm := range c.RPMs {
			size += len(rpm.Name) + len(rpm.Summary)
			if !utf8.ValidString(rpm.Name + rpm.Summary) {
				t.Errorf("%s: what is kept is no UTF-8", name)
			}
		}
		if !c.Cut || size > maxTotal {
			t.Errorf("%s: %d bytes are kept, cut is %t", name, size, c.Cut)
		}
	}
}

func manyPackages(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("%package p" + strings.Repeat("q", i%7) + string(rune('a'+i%26)) + strings.Repeat("z", i/26) + "\nSummary: s\n")
	}
	return b.String()
}

func FuzzRead(f *testing.F) {
	f.Add(sample)
	f.Add("%files -f\n%files -f x\n/a\n%package\n%package -n\nName: %{name}\n")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<14 {
			return
		}
		c := Read([]byte(text), "x.spec")
		if !utf8.ValidString(strings.Join(c.Build, "")+c.Name+c.License) || len(c.RPMs) > maxRPMs {
			t.Errorf("%+v", c)
		}
		lines := strings.Count(text, "\n") + 1
		for _, rpm := range c.RPMs {
			for _, rel := range rpm.Relations {
				if rel.Line < 1 || rel.Line > lines {
					t.Errorf("line %d of %d", rel.Line, lines)
				}
			}
		}
	})
}
