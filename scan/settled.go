package scan

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/config"
	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/workspace"
)

// settled applies to the report what has to stand before anything is counted:
// suppressions and groups.
func settled(r *reports.Report, o ReduceOptions) {
	if o.Config != nil {
		r.Run.Config = o.Config.Digest
	}
	for _, n := range o.Config.ApplySuppressions(r, o.Time) {
		if o.Notice != nil {
			o.Notice(n)
		}
	}
	for _, n := range o.Config.ApplyDecisions(r) {
		if o.Notice != nil {
			o.Notice(n)
		}
	}
	config.AssignGroups(r, o.Config.EffectiveGroups())
	config.ListMilestones(r, o.Config.EffectiveMilestones())
	config.ListTracked(r, o.Config.EffectiveTracked())
}

// CodeOwners reads the CODEOWNERS file of every repo that has one, and says
// which could not be read.
func CodeOwners(ctx context.Context, w *workspace.Workspace) (map[string]*config.CodeOwners, []finding.Unknown) {
	owners := map[string]*config.CodeOwners{}
	var unknowns []finding.Unknown
	for _, repo := range w.Repos {
		f := codeOwnersFile(repo)
		if f == nil {
			continue
		}
		content, err := w.Load(ctx, f)
		if err == nil && len(content.Bytes) > config.MaxCodeOwners {
			err = fmt.Errorf("it is larger than %d bytes, the most that GitHub reads", config.MaxCodeOwners)
		}
		if err != nil {
			unknowns = append(unknowns, finding.Unknown{
				Kind: finding.UnknownInput, Repo: repo.ID, Path: f.Path,
				Message: "the owners could not be read: " + err.Error(),
				Settle:  "a file that can be read, or owners in " + config.FileName,
			})
			continue
		}
		owners[repo.ID] = config.ParseCodeOwners(content.Bytes)
	}
	return owners, unknowns
}

// codeOwnersFile returns the file that counts, nil if there is none.
func codeOwnersFile(repo *workspace.Repo) *workspace.File {
	for _, name := range config.CodeOwnersFiles {
		i, ok := slices.BinarySearchFunc(repo.Files, name, func(f *workspace.File, name string) int {
			return strings.Compare(f.Path, name)
		})
		if ok && repo.Files[i].Mode.IsRegular() {
			return repo.Files[i]
		}
	}
	return nil
}
