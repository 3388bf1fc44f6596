package checkstyle_test

import (
	"encoding/xml"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/oracle"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/reports/checkstyle"
	"opendev.org/starlingx/stxscan/reports/reporttest"
)

func TestCheckstyle(t *testing.T) { reporttest.Writer(t, ".xml", checkstyle.Write) }

// TestForm reads what is written again, token by token: only the elements and
// attributes of the form, none missing, everything counted.
func TestForm(t *testing.T) {
	attributes := map[string][]string{
		"checkstyle": {"version"}, "file": {"name"}, "error": {"line", "severity", "message", "source"},
	}
	for name, r := range map[string]*reports.Report{"sample": reporttest.Sample(), "hostile": reporttest.Hostile(), "hostile gate": reporttest.HostileGate()} {
		d := xml.NewDecoder(strings.NewReader(reporttest.Write(checkstyle.Write).Text(t, r)))
		errors, files := 0, map[string]bool{}
		for {
			token, err := d.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			start, ok := token.(xml.StartElement)
			if !ok {
				continue
			}
			want, known := attributes[start.Name.Local]
			var got []string
			for _, a := range start.Attr {
				reporttest.Harmless(t, name, a.Value)
				got = append(got, a.Name.Local)
				switch {
				case a.Name.Local == "severity" && !slices.Contains([]string{"info", "warning", "error"}, a.Value):
					t.Errorf("%s: severity %q", name, a.Value)
				case a.Name.Local == "name" && files[a.Value]:
					t.Errorf("%s: %q stands twice", name, a.Value)
				case a.Name.Local == "name":
					files[a.Value] = true
				}
			}
			got = slices.DeleteFunc(got, func(s string) bool { return s == "column" })
			if !known || !slices.Equal(got, want) {
				t.Errorf("%s: <%s> has %v, want %v", name, start.Name.Local, got, want)
			}
			if start.Name.Local == "error" {
				errors++
			}
		}
		want := len(r.Findings) + len(r.Unknowns)
		if r.Delta != nil {
			want += len(r.Delta.Hidden)
		}
		if errors != want {
			t.Errorf("%s: %d entries, want %d", name, errors, want)
		}
	}
}

func TestXMLLint(t *testing.T) {
	xmllint := oracle.Program(t, "xmllint", "apt-get install libxml2-utils")
	for _, r := range []*reports.Report{{}, reporttest.Sample(), reporttest.HostileGate()} {
		command := exec.Command(xmllint, "--noout", "--nonet", "-")
		command.Stdin = strings.NewReader(reporttest.Write(checkstyle.Write).Text(t, r))
		if out, err := command.CombinedOutput(); err != nil {
			t.Errorf("%v\n%s", err, out)
		}
	}
}
