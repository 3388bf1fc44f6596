package main

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"opendev.org/starlingx/stxscan/diskcache"
)

// mostCached bounds, in bytes, what is kept of clones that were read. An answer for all
// patches of an upstream takes 10 kB to 1 MB.
const mostCached = 256 << 20

// cacheDir is where answers about clones are kept, "" where the system has no
// place for such.
func cacheDir() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "stxscan", "upstream")
}

func newCache(w *world) *cobra.Command {
	c := &cobra.Command{
		Use:   "cache",
		Short: "What is kept of clones that were read, and how to clear it",
		Long: fmt.Sprintf(`cache speaks of the answers that are kept about clones of upstreams, so that a clone
that has not changed is not read again. They are bound to the clone's branches and
tags, to the patches and to the way of comparing, so that an old one is never given.
The oldest go when there are more than %s. --no-cache neither reads nor
keeps any.`, bytesText(mostCached)),
	}
	c.AddCommand(newCacheStatus(w), newCacheClean(w))
	return c
}

func newCacheStatus(w *world) *cobra.Command {
	return &cobra.Command{
		Use:     "status",
		Short:   "Where the cache lies and what it holds",
		Example: "  stxscan cache status",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			dir, err := existingCache()
			if err != nil {
				return err
			}
			u, err := diskcache.New(dir).Usage()
			if err != nil {
				return err
			}
			oldest := ""
			if u.Values > 0 {
				oldest = ", the oldest of " + u.Oldest.UTC().Format(time.DateOnly)
			}
			_, err = fmt.Fprintf(w.stdout, "%s: %s, %s of %s at most%s\n", clean(dir), plural(u.Values, "answer", "answers"), bytesText(u.Bytes), bytesText(mostCached), oldest)
			return err
		},
	}
}

func newCacheClean(w *world) *cobra.Command {
	return &cobra.Command{
		Use:     "clean",
		Short:   "Remove all that the cache holds",
		Example: "  stxscan cache clean",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			dir, err := existingCache()
			if err != nil {
				return err
			}
			gone, err := diskcache.New(dir).Trim(0)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(w.stdout, "%s: %s removed, %s\n", clean(dir), plural(gone.Values, "answer", "answers"), bytesText(gone.Bytes))
			return err
		},
	}
}

// existingCache is the folder of the cache, or the reason why there is none.
func existingCache() (string, error) {
	if dir := cacheDir(); dir != "" {
		return dir, nil
	}
	return "", usageError("there is no cache: neither XDG_CACHE_HOME nor HOME is set")
}

// bytesText is a number of bytes for people.
func bytesText(n int64) string {
	switch {
	case n < 10_000:
		return fmt.Sprintf("%d bytes", n)
	case n < 10<<20:
		return fmt.Sprintf("%d kB", n/1000)
	}
	return fmt.Sprintf("%d MB", n>>20)
}
