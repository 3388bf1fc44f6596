// Package builtin gives out the indexes that the program carries, together with
// the names that the rules settle.
package builtin

import (
	"sync"

	"opendev.org/starlingx/stxscan/distro"
	"opendev.org/starlingx/stxscan/rules"
)

// Indexes returns what the program carries. It is made once: all who ask look
// things up in the same tables.
var Indexes = sync.OnceValues(func() (*distro.Embedded, error) {
	return distro.NewEmbedded(rules.NameTable("debian"))
})
