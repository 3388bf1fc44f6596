package distro

import (
	"bufio"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
)

// Names are verdicts that a person came to, by reading. The first row that fits
// counts.
type Names struct{ rows map[string][]nameRow }

type nameRow struct {
	targets  []string // patterns of ids
	kind     Kind
	verdict  finding.Presence
	name     string
	evidence string
}

// ReadNames reads a table of names: lines of fields with tabs between them, # for
// comments. The fields are the name as RPM has it (or python3dist(NAME), or
// puppet(NAME)), patterns of targets with commas between, the verdict, the
// target's name or "-", and what it rests on.
func ReadNames(r io.Reader, file string) (Names, error) {
	n := Names{rows: map[string][]nameRow{}}
	in := bufio.NewScanner(r)
	for line := 1; in.Scan(); line++ {
		text := in.Text()
		if text == "" || text[0] == '#' {
			continue
		}
		row, name, err := parseName(strings.Split(text, "\t"))
		if err != nil {
			return Names{}, fmt.Errorf("%s:%d: %w", file, line, err)
		}
		n.rows[name] = append(n.rows[name], row)
	}
	return n, in.Err()
}

func parseName(fields []string) (row nameRow, name string, err error) {
	if len(fields) != 5 {
		return row, "", fmt.Errorf("%d fields, want name, targets, verdict, the target's name and evidence", len(fields))
	}
	row = nameRow{
		targets: strings.Split(fields[1], ","), verdict: finding.Presence(fields[2]), name: fields[3], evidence: fields[4], kind: RPM,
	}
	if row.name == "-" {
		row.name = ""
	}
	name = fields[0]
	if module, ok := strings.CutPrefix(name, "puppet("); ok {
		row.kind, name = Puppet, strings.TrimSuffix(module, ")")
	}
	for _, pattern := range row.targets {
		if _, err := path.Match(pattern, ""); err != nil || pattern == "" {
			return row, "", fmt.Errorf("%q is no pattern of targets", pattern)
		}
	}
	switch {
	case !isName(name) || row.name != "" && !isName(row.name):
		return row, "", fmt.Errorf("%q or %q is not a name", name, row.name)
	case !slices.Contains(finding.Presences, row.verdict):
		return row, "", fmt.Errorf("%q is no verdict", row.verdict)
	case row.evidence == "":
		return row, "", fmt.Errorf("%s: what does it rest on?", name)
	}
	return row, name, nil
}

// verdict returns what the table says of a name on a target.
func (n *Names) verdict(target, name string, kind Kind) (finding.DependencyVerdict, bool) {
	if kind == Python {
		kind, name = RPM, "python3dist("+pythonKey(name)+")"
	}
	if kind == SRPM {
		return finding.DependencyVerdict{}, false
	}
	for _, row := range n.rows[name] {
		if row.kind != kind {
			continue
		}
		for _, pattern := range row.targets {
			if ok, _ := path.Match(pattern, target); ok {
				return found(row.verdict, row.name, finding.High, row.evidence), true
			}
		}
	}
	return finding.DependencyVerdict{}, false
}

// Len is how many rows there are.
func (n *Names) Len() int {
	count := 0
	for _, rows := range n.rows {
		count += len(rows)
	}
	return count
}
