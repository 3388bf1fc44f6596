package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"

	"opendev.org/starlingx/stxscan/workspace"
)

// listFiles writes every file with what it is taken for.
func listFiles(ctx context.Context, w *world, space *workspace.Workspace) error {
	for _, repo := range space.Repos {
		for _, file := range repo.Files {
			if err := writeFileLine(ctx, w.stdout, space, file); err != nil {
				return err
			}
		}
	}
	return nil
}

func writeFileLine(ctx context.Context, out io.Writer, space *workspace.Workspace, file *workspace.File) error {
	language, role, note := file.Language, file.Role, ""
	if file.Skip == "" {
		content, err := space.Load(ctx, file)
		switch {
		case err != nil:
			note = "not read: " + err.Error()
		default:
			language, role = content.Language, content.Role
		}
	} else {
		note = "skipped: " + file.Skip
	}
	if language == "" {
		language = "-"
	}
	_, err := fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%s\n", clean(file.ID()), language, role, clean(file.Package.ID()), clean(note))
	return err
}

// explainFile writes how one file is classified. The path is taken as below
// the scanned folder, below the current one, or as REPO:PATH.
func explainFile(ctx context.Context, w *world, space *workspace.Workspace, root, path string) error {
	why, err := space.Why(ctx, path)
	if err != nil {
		if absolute, e := filepath.Abs(path); e == nil {
			base, _ := filepath.Abs(root)
			if relative, e := filepath.Rel(base, absolute); e == nil && filepath.IsLocal(relative) {
				why, err = space.Why(ctx, relative)
			}
		}
	}
	if err != nil {
		return usageError("--why: %w", err)
	}
	_, err = fmt.Fprintln(w.stdout, why)
	return err
}
