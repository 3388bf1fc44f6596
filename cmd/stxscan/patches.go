package main

import "github.com/spf13/cobra"

func newPatches(w *world) *cobra.Command {
	c := &cobra.Command{
		Use:   "patches",
		Short: "What StarlingX patches, what upstream has of it, and what is left to do",
		Long: `patches speaks of the patches that packages carry: what upstream has of them,
whether they apply to what targets have, and so whether a target's own package can
be adopted; and what became of them between two points in time. What upstream has
is known where its clones are named with --upstream, or in .stxscan.yaml;
'stxscan patches upstreams' says which to clone.`,
	}
	c.AddCommand(newPatchesList(w), newPatchesUpstreams(w), newPatchesQueue(w), newPatchesHistory(w))
	return c
}
