package control_test

import (
	"fmt"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/syntax/control"
)

const sample = `# what a person wrote
Source: fm-common
Section: libs
Build-Depends: debhelper-compat (= 13),
# left out
 python3-dev:any, uuid-dev (>= 2.30) |
  libuuid-dev,
Standards-Version: 4.5.1

Package: fm-common
Depends: ${shlibs:Depends}, libpq5,libuuid1
no field
Description: faults
 of a system
 .
`

func TestParse(t *testing.T) {
	f := control.Parse([]byte(sample))
	if len(f.Paragraphs) != 2 || len(f.Errors) != 1 || !strings.HasPrefix(sample[f.Errors[0].Offset:], "no field") {
		t.Fatalf("%d paragraphs, errors %v", len(f.Paragraphs), f.Errors)
	}
	source, binary := f.Paragraphs[0], f.Paragraphs[1]
	if got := source.Value("SOURCE"); got != "fm-common" {
		t.Errorf("Source: %q", got)
	}
	if got := binary.Value("Description"); got != "faults of a system ." {
		t.Errorf("Description: %q", got)
	}
	var got []string
	for _, name := range []string{"Build-Depends", "Depends"} {
		for _, p := range f.Paragraphs {
			if field := p.Field(name); field != nil {
				for _, i := range field.List() {
					got = append(got, fmt.Sprintf("%s <%s>", i.Text, sample[i.Start:i.End]))
				}
			}
		}
	}
	want := `debhelper-compat (= 13) <debhelper-compat (= 13)>
python3-dev:any <python3-dev:any>
uuid-dev (>= 2.30) | libuuid-dev <uuid-dev (>= 2.30) |
  libuuid-dev>
${shlibs:Depends} <${shlibs:Depends}>
libpq5 <libpq5>
libuuid1 <libuuid1>`
	if strings.Join(got, "\n") != want {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), want)
	}
}

func TestRefuses(t *testing.T) {
	for src, want := range map[string]string{
		" goes on":          "offset 0: a line that goes on, and nothing before it",
		"Package: a\n\n on": "offset 12: a line that goes on, and nothing before it",
		"<<<<<<< HEAD":      "offset 0: no field: a name and a colon are missing",
		"-----: a":          "offset 0: no field: a name and a colon are missing",
		strings.Repeat("a", control.MaxSize+1): fmt.Sprintf("offset 0: %d bytes: larger than the %d that are read",
			control.MaxSize+1, control.MaxSize),
	} {
		f := control.Parse([]byte(src))
		if len(f.Errors) != 1 || f.Errors[0].Error() != want {
			t.Errorf("%.20q: %v, want %s", src, f.Errors, want)
		}
	}
}

// FuzzParse holds that every offset is in the file and stands where its text
// does.
func FuzzParse(f *testing.F) {
	f.Add([]byte(sample))
	f.Add([]byte("A: b,\r\n\tc\r\n\r\n:"))
	f.Fuzz(func(t *testing.T, src []byte) {
		for _, p := range control.Parse(src).Paragraphs {
			if len(p.Fields) == 0 {
				t.Error("a paragraph without fields")
			}
			for _, field := range p.Fields {
				if !strings.HasPrefix(string(src[field.Start:]), field.Name+":") {
					t.Errorf("field %q is not at %d", field.Name, field.Start)
				}
				for _, l := range field.Lines {
					if !strings.HasPrefix(string(src[l.Start:]), l.Text) {
						t.Errorf("line %q is not at %d", l.Text, l.Start)
					}
				}
				for _, i := range field.List() {
					if got := string(src[i.Start:i.End]); strings.HasPrefix(got, ",") || strings.HasSuffix(got, ",") {
						t.Errorf("item %q holds a comma", got)
					}
				}
			}
		}
	})
}

func TestRead(t *testing.T) {
	list, err := control.Read([]byte("Source: a\nBuild-Depends: b,\n c\n\n# comment\nPackage: a\nDescription: x\n .\n y\n"))
	if err != nil || len(list) != 2 || list[0]["Build-Depends"] != "b,\nc" || list[1]["Description"] != "x\n.\ny" {
		t.Errorf("%v %q", err, list)
	}
	for src, want := range map[string]string{
		"": "no paragraph in it", "# only a comment\n": "no paragraph in it",
		"Source: a\n\nno field\n": "line 3: no field", "Source: a\nSource: b\n": "line 2: Source is given twice",
		"Source: a\n\n goes on\n": "line 3: a line that goes on",
	} {
		if _, err := control.Read([]byte(src)); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: %v, want %s", src, err, want)
		}
	}
}

// TestListLong: a value that goes on over any number of lines without a comma is
// read in one pass, and is no part of a list.
func TestListLong(t *testing.T) {
	const lines = 400_000
	src := "Depends: a,\n" + strings.Repeat(" x\n", lines) + " , b\n"
	f := control.Parse([]byte(src))
	field := f.Paragraphs[0].Field("Depends")
	list, long := field.List(), field.TooLong()
	if len(list) != 2 || list[0].Text != "a" || list[1].Text != "b" || len(long) != 1 {
		t.Fatalf("%d parts, and %d that are too long", len(list), len(long))
	}
	if at := src[long[0].Start:long[0].End]; at != strings.TrimSpace(strings.Repeat(" x\n", lines)) {
		t.Errorf("the long one has %d bytes", len(at))
	}
	// One allocation a line is what makes it quadratic.
	if n := testing.AllocsPerRun(1, func() { field.List() }); n > 4*control.MaxItem {
		t.Errorf("%.0f allocations for %d lines", n, lines)
	}
}

func TestListBound(t *testing.T) {
	for size, want := range map[int]int{control.MaxItem - 1: 1, control.MaxItem: 0} {
		f := control.Parse([]byte("Depends: " + strings.Repeat("x", size) + "\n"))
		field := f.Paragraphs[0].Field("Depends")
		if list, long := field.List(), field.TooLong(); len(list) != want || len(long) != 1-want {
			t.Errorf("%d bytes: %d parts, %d too long", size, len(list), len(long))
		}
	}
}
