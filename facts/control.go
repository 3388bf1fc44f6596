package facts

import (
	"fmt"
	"strings"

	"opendev.org/starlingx/stxscan/syntax/control"
)

// controlFields are the fields of debian/control that name what is needed, with
// when it is. What is recommended or suggested can be done without.
var controlFields = []struct{ name, when string }{
	{"Build-Depends", "build"}, {"Build-Depends-Arch", "build"}, {"Build-Depends-Indep", "build"},
	{"Pre-Depends", "run"}, {"Depends", "run"},
}

// readControl adds what the packages of a debian/control need. The name of a
// need is the relation as it is written, alternatives and versions included;
// what a build fills in, ${shlibs:Depends}, is none.
func readControl(f *File, src []byte) {
	parsed := control.Parse(src)
	for _, e := range parsed.Errors {
		f.Problems = append(f.Problems, Problem{Offset: e.Offset, Message: "debian/control: " + e.Message})
	}
	for i := range parsed.Paragraphs {
		p := &parsed.Paragraphs[i]
		for _, c := range controlFields {
			field := p.Field(c.name)
			if field == nil {
				continue
			}
			for _, item := range field.TooLong() {
				f.Problems = append(f.Problems, Problem{Offset: item.Start, Message: fmt.Sprintf(
					"debian/control: %s: %d bytes without a comma: over the %d that a dependency may have", field.Name, item.End-item.Start, control.MaxItem)})
			}
			for _, item := range field.List() {
				if strings.Contains(item.Text, "${") || strings.ContainsRune(item.Text, '@') {
					continue
				}
				f.Needs = append(f.Needs, Need{
					Kind: NeedDebian, Name: item.Text, When: c.when, Package: p.Value("Package"),
					Span: Span{item.Start, item.End},
				})
			}
		}
	}
}
