package analysis

import (
	"context"

	"opendev.org/starlingx/stxscan/finding"
)

// Patched is what people brought to judge patches by, beside the workspace.
type Patched struct {
	// Clones maps a package, or the name of its upstream, to the folder of a git
	// repository. Folders hold more of them, as NAME, NAME.git or OWNER+NAME.
	Clones  map[string]string
	Folders []string
	// Sources maps PACKAGE and PACKAGE@TARGET to a folder or a tarball.
	Sources map[string]string
	// CacheDir keeps what was found in clones that have not changed, "" for nothing.
	CacheDir string
	// Judged returns what a person found out about a patch of a package, nil if
	// nobody did; it may be nil itself.
	Judged func(pkg, file string) *finding.Upstreamed
	// Context ends the reading of histories; nil is never done.
	Context context.Context //nolint:containedctx // Reduce has no other way to be told
}
