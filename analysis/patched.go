package analysis

import (
	"context"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/sources"
)

// Patched is what people brought to judge patches by, beside the workspace.
type Patched struct {
	// Sources are clones by the names of packages and of their upstreams, and
	// sources by PACKAGE and PACKAGE@TARGET.
	Sources sources.Set
	// CacheDir keeps what was found in clones that have not changed, "" for nothing.
	CacheDir string
	// Judged returns what a person found out about a patch of a package, nil if
	// nobody did; it may be nil itself.
	Judged func(pkg, file string) *finding.Upstreamed
	// Context ends the reading of histories; nil is never done.
	Context context.Context //nolint:containedctx // Reduce has no other way to be told
}
