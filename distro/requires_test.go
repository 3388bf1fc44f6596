package distro

import (
	"fmt"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/finding"
)

// textOf writes a requirement with a bracket around each that is joined.
func textOf(r Requirement) string {
	if r.Join == "" {
		return strings.TrimSpace(r.Name + " " + r.Op + " " + r.Version)
	}
	parts := make([]string, len(r.Parts))
	for i, part := range r.Parts {
		parts[i] = textOf(part)
	}
	return "{" + r.Join + ": " + strings.Join(parts, "; ") + "}"
}

func TestParseRequires(t *testing.T) {
	for text, want := range map[string]string{
		"a >= 1.0, b c = 2:1-1 d":               "a >= 1.0 | b | c = 2:1-1 | d",
		"a == 1,b => 2,c =< 3":                  "a = 1 | b >= 2 | c <= 3",
		" a ,\n b\n ,, ":                        "a | b",
		"":                                      "",
		"libx.so.1()(64bit) perl(A::B) /bin/sh": "libx.so.1()(64bit) | perl(A::B) | /bin/sh",
		"a%{?_isa} = 1 b%{_isa}":                "a(x86-64) = 1 | b(x86-64)",
		"(a or b) c":                            "{or: a; b} | c",
		"(a >= 1 and b(x) and (c or d = 1))":    "{and: a >= 1; b(x); {or: c; d = 1}}",
		"(a if b else c)":                       "{if: a; b; c}",
		"( a unless b )":                        "{unless: a; b}",
		"(a with b < 2), (a without b)":         "{with: a; b < 2} | {without: a; b}",
		"((a) or ((b)))":                        "{or: a; b}",
		"(a and b or c)":                        "error",
		"(a or b":                               "error",
		"(a or)":                                "error",
		"(a b)":                                 "error",
		"(a else b)":                            "error",
		"(a if b else c else d)":                "error",
		"(a if b if c)":                         "error",
		"a >=":                                  "error",
		"a >= )":                                "error",
		">= 1":                                  "error",
		"a)":                                    "error",
		"%{name}-libs":                          "error",
		"a = %{version}":                        "error",
		strings.Repeat("(", 100) + "a":          "error",
	} {
		list, err := ParseRequires(text, "x86_64")
		var parts []string
		for _, r := range list {
			parts = append(parts, textOf(r))
		}
		got := strings.Join(parts, " | ")
		if err != nil {
			got = "error"
		}
		if got != want {
			t.Errorf("%q: %s (%v), want %s", text, got, err, want)
		}
	}
}

// rpmIndex is a few packages as an RPM repository has them.
func rpmIndex(t testing.TB, completeness string) *Index {
	t.Helper()
	b := NewBuilder(Meta{Target: "centos-7", Family: FamilyRPM, Date: "2018-05-10", Completeness: map[string]string{Binaries: completeness, Provides: completeness, Files: completeness}})
	for _, p := range []Package{{Name: "curl", Version: "7.29.0-46.el7"}, {Name: "libcurl", Version: "7.29.0-46.el7"}, {Name: "postfix", Version: "2:2.10.1-6.el7"}} {
		b.Add(p)
	}
	b.AddProvides("smtpdaemon", "postfix", "")
	b.AddProvides("MTA", "postfix", ">= 2")
	b.AddProvides("libcurl(x86-64)", "libcurl", "7.29.0-46.el7")
	b.AddFile("/usr/bin/curl", "curl")
	x, err := b.Index()
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func TestSatisfies(t *testing.T) {
	x, partial := rpmIndex(t, Complete), rpmIndex(t, Partial)
	answers := []string{"no", "maybe", "yes"}
	for text, want := range map[string]string{
		"curl >= 7":                   "yes yes",
		"curl = 7.29.0":               "yes yes",
		"curl = 7.29.0-45.el7":        "no maybe curl is there in 7.29.0-46.el7",
		"curl >= 7.29.0^git1":         "no maybe curl is there in 7.29.0-46.el7",
		"postfix >= 2.10":             "yes yes",
		"postfix < 3":                 "no maybe postfix is there in 2:2.10.1-6.el7",
		"smtpdaemon > 9":              "yes yes",
		"MTA > 1":                     "yes yes",
		"MTA < 2":                     "no maybe MTA is provided by postfix in >= 2",
		"libcurl%{?_isa} > 7":         "yes yes",
		"nobody":                      "no maybe there is no nobody",
		"/usr/bin/curl":               "yes yes",
		"/usr/bin/nobody":             "no maybe there is no /usr/bin/nobody",
		"/etc/curlrc":                 "maybe maybe of files the index knows programs only, and not /etc/curlrc",
		"rpmlib(FileDigests) < 9":     "yes yes",
		"(nobody or curl)":            "yes yes",
		"(nobody and curl)":           "no maybe there is no nobody",
		"(nobody if noone)":           "yes maybe there is no nobody, there is no noone",
		"(nobody if curl)":            "maybe maybe there is no nobody, it hangs on whether curl is installed",
		"(curl if nobody)":            "yes yes",
		"(nobody if curl else noone)": "no maybe there is no nobody, there is no noone",
		"(nobody unless curl)":        "maybe maybe there is no nobody, it hangs on whether curl is installed",
		"(nobody unless noone)":       "no maybe there is no nobody, there is no noone",
		"(smtpdaemon with MTA)":       "yes yes",
		"(curl without curl)":         "no maybe every package that is curl is curl too",
		"(nobody without curl)":       "no maybe there is no nobody",
		"(smtpdaemon with curl)":      "no maybe no package is both",
		"(smtpdaemon without curl)":   "yes yes",
		"(smtpdaemon without MTA)":    "no maybe every package that is smtpdaemon is MTA too",
	} {
		list, err := ParseRequires(text, "x86_64")
		if err != nil || len(list) != 1 {
			t.Errorf("%s: %d, %v", text, len(list), err)
			continue
		}
		got := answers[x.Satisfies(list[0])] + " " + answers[partial.Satisfies(list[0])]
		if x.Satisfies(list[0]) != Yes || partial.Satisfies(list[0]) != Yes {
			got += " " + x.WhyNot(list[0])
		}
		if got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

// TestResolveRich: what the parts of a rich dependency come to.
func TestResolveRich(t *testing.T) {
	known := map[string]string{
		"here": "present", "also": "renamed", "old": "too-old", "gone": "missing", "dunno": "unknown", "maybe": "likely",
	}
	leaf := func(n Need) (v finding.DependencyVerdict) {
		v.Verdict, v.Name = finding.Presence(known[n.Name]), n.Name
		if v.Verdict == "missing" || v.Verdict == "unknown" {
			v.Name = ""
		}
		return v
	}
	for text, want := range map[string]string{
		"(here or gone)":            "present here",
		"(gone or also)":            "renamed also",
		"(gone or old)":             "too-old old",
		"(gone or maybe)":           "likely maybe",
		"(gone or dunno)":           "unknown ",
		"(gone or gone)":            "missing ",
		"(here and also >= 1)":      "present here",
		"(here and gone)":           "missing ",
		"(here and dunno)":          "unknown ",
		"(gone and dunno)":          "missing ",
		"(here if dunno)":           "present here",
		"(gone if gone)":            "not-needed ",
		"(gone if here)":            "unknown ",
		"(gone if here else gone)":  "missing ",
		"(gone if gone else here)":  "present here",
		"(gone unless gone)":        "missing ",
		"(here with also)":          "unknown ",
		"(gone with here)":          "missing ",
		"(here without gone)":       "present here",
		"(here without also)":       "unknown ",
		"(here or (gone and dunno)": "unknown ", // it does not end
		"(here or %{x})":            "unknown ",
	} {
		v := ResolveRich(text, leaf)
		if got := fmt.Sprint(v.Verdict, " ", v.Name); got != want || v.Evidence == "" {
			t.Errorf("%s: %s (%s), want %s", text, got, v.Evidence, want)
		}
	}
}

func FuzzParseRequires(f *testing.F) {
	f.Add("a >= 1.0, (b or c if d) libx.so.1()(64bit)")
	f.Add("(a with b < 2 without (c unless d else e))")
	x := rpmIndex(f, Complete)
	f.Fuzz(func(t *testing.T, text string) {
		list, err := ParseRequires(text, "x86_64")
		if err != nil {
			return
		}
		for _, r := range list {
			if answer := x.Satisfies(r); answer != Yes && x.WhyNot(r) == "" {
				t.Errorf("%s: %v, and no reason", r.Text, answer)
			}
		}
	})
}
