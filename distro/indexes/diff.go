package indexes

import (
	"fmt"
	"io"

	"opendev.org/starlingx/stxscan/distro"
)

// Change is a package that two indexes have in different versions, or one of
// them alone: then the version of the other is empty.
type Change struct{ Name, Old, New string }

// Diff compares the binary packages of two indexes, in order of their names.
func Diff(old, new *distro.Index) []Change {
	var list []Change
	for p := range old.Packages() {
		q, ok := new.Package(p.Name)
		if !ok || q.Version != p.Version {
			list = append(list, Change{p.Name, p.Version, q.Version})
		}
	}
	for q := range new.Packages() {
		if _, ok := old.Package(q.Name); !ok {
			list = append(list, Change{q.Name, "", q.Version})
		}
	}
	return list
}

// Export writes all that an index has as lines of fields with tabs between them:
// what the line is of, then its fields.
func Export(w io.Writer, x *distro.Index) error {
	for kind, lines := range x.Tables() {
		for line := range lines {
			if _, err := fmt.Fprintf(w, "%s\t%s\n", kind, line); err != nil {
				return err
			}
		}
	}
	return nil
}
