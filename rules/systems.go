package rules

import "strings"

// Systems is a set of the operating systems that conditions tell apart.
type Systems uint8

// The systems, a closed list.
const (
	CentOS Systems = 1 << iota
	Debian
	Ubuntu
	Clear
	AllSystems = CentOS | Debian | Ubuntu | Clear
)

// systems are the sets of one by the first part of a target's id.
var systems = map[string]Systems{"centos": CentOS, "debian": Debian, "ubuntu": Ubuntu, "clear": Clear}

// System is the target as a set of one; 0 for a system that conditions do not
// tell.
func (t *Target) System() Systems {
	name, _, _ := strings.Cut(t.ID, "-")
	return systems[name]
}

// Branch says on which systems the conditions around a place let it be run.
// What is in neither set could not be told. The zero value is a place about
// which no condition says anything.
type Branch struct {
	Taken Systems `json:"taken,omitempty"`
	Not   Systems `json:"not,omitempty"`
}

// And is a branch inside of a branch.
func (b Branch) And(c Branch) Branch { return Branch{b.Taken & c.Taken, b.Not | c.Not} }

// Or is either of two branches.
func (b Branch) Or(c Branch) Branch { return Branch{b.Taken | c.Taken, b.Not & c.Not} }

// Else is the other arm.
func (b Branch) Else() Branch { return Branch{b.Not, b.Taken} }

// OnlyCentOS reports whether nothing but the system that StarlingX comes from
// takes the branch.
func (b Branch) OnlyCentOS() bool { return b.Not == AllSystems&^CentOS || b.Not == AllSystems }
