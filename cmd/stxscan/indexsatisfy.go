package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"opendev.org/starlingx/stxscan/distro"
)

// maxControl bounds a file with dependencies, in bytes.
const maxControl = 1 << 20

func newIndexSatisfy(w *world) *cobra.Command {
	var f indexFlags
	var arch string
	c := &cobra.Command{
		Use:   "satisfy TARGET EXPRESSION | TARGET @FILE",
		Short: "Say which of Debian's dependencies a target does not meet, all at once",
		Long: `satisfy reads dependencies as Depends and Build-Depends of debian/control hold
them, and says one line for each that no package of the target's index meets.
@FILE reads them from a file, @- from standard input. It looks at packages,
versions, alternatives and what is provided, and not at conflicts.

It ends with 0 if all are met, and with 1 if not.`,
		Example: `  stxscan index satisfy debian-12 'python3 (>= 3.9), libssl-dev, puppet-agent | puppet'
  stxscan index satisfy debian-12 @build-depends.txt`,
		Args: cobra.ExactArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			text, err := expressionOf(args[1])
			if err != nil {
				return err
			}
			x, err := f.indexOf(c.Context(), args[0])
			if err != nil {
				return err
			}
			if x.Family != distro.FamilyDebian {
				return usageError("%s has no packages of Debian", args[0])
			}
			list, err := distro.ParseDepends(text, arch)
			if err != nil {
				return usageError("%w", err)
			}
			unmet := x.Unmet(list)
			for _, clause := range unmet {
				fmt.Fprintf(w.stdout, "%s: %s\n", clause.Text, x.Why(clause))
			}
			if len(unmet) > 0 {
				return &exitError{codeFailed, fmt.Errorf("%d of %d dependencies are not met on %s of %s", len(unmet), len(list), x.Target, x.Date)}
			}
			fmt.Fprintf(w.stdout, "all %d are met on %s of %s\n", len(list), x.Target, x.Date)
			return nil
		},
	}
	f.add(c, false)
	c.Flags().StringVar(&arch, "arch", "amd64", "the architecture that relations are read for")
	return c
}

// expressionOf is the argument itself, or what the file behind @ holds.
func expressionOf(arg string) (string, error) {
	name, ok := strings.CutPrefix(arg, "@")
	if !ok {
		return arg, nil
	}
	if name == "-" {
		name = "/dev/stdin"
	}
	info, err := os.Stat(name)
	if err != nil {
		return "", err
	}
	if info.Size() > maxControl {
		return "", usageError("%s: over %d kB: no list of dependencies", name, maxControl>>10)
	}
	data, err := os.ReadFile(name)
	return string(data), err
}
