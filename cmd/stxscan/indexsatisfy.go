package main

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"slices"
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
		Short: "Say which dependencies of a package a target does not meet, all at once",
		Long: `satisfy reads dependencies as Depends and Build-Depends of debian/control hold
them, or, for an index of RPMs, as Requires and BuildRequires of a spec, with rich
dependencies as (a or b). It says one line for each that no package of the
target's index meets. @FILE reads them from a file, @- from standard input. It
looks at packages, versions, alternatives and what is provided, and not at
conflicts, nor at what the packages need themselves. NAME:any wants a package that
is marked Multi-Arch: allowed, as apt does; an index of names alone has no such
marks, and there NAME:any is met where NAME is.

It ends with 0 if all are met, with 1 if not, and with 3 if of some it cannot be
told: the index has no complete knowledge, or it hangs on what else is installed.`,
		Example: `  stxscan index satisfy debian-12 'python3 (>= 3.9), libssl-dev, puppet-agent | puppet'
  stxscan index satisfy debian-12 @build-depends.txt
  stxscan index satisfy centos-7 'curl >= 7.29, (postfix or sendmail), libssl.so.10()(64bit)'`,
		Args: cobra.ExactArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			text, err := expressionOf(args[1], c.InOrStdin())
			if err != nil {
				return err
			}
			x, err := f.indexOf(c.Context(), args[0], "asked")
			if err != nil {
				return err
			}
			satisfy := satisfyRPM
			if x.Family == distro.FamilyDebian {
				satisfy = satisfyDebian
			}
			s, err := satisfy(x, text, arch)
			if err != nil {
				return usageError("%w", err)
			}
			return s.write(w, x)
		},
	}
	f.add(c, false)
	c.Flags().StringVar(&arch, "arch", "", "the architecture that dependencies are read for (default: amd64 of Debian, x86_64 of RPM)")
	return c
}

// satisfaction is what an index says of a list of dependencies.
type satisfaction struct {
	all            int
	unmet, unknown []string // a line each
}

func satisfyDebian(x *distro.Index, text, arch string) (s satisfaction, err error) {
	list, err := distro.ParseDepends(text, cmp.Or(arch, "amd64"))
	s.all = len(list)
	for _, clause := range x.Unmet(list) {
		s.unmet = append(s.unmet, clause.Text+": "+x.Why(clause))
	}
	return s, err
}

func satisfyRPM(x *distro.Index, text, arch string) (s satisfaction, err error) {
	list, err := distro.ParseRequires(text, cmp.Or(arch, "x86_64"))
	s.all = len(list)
	for _, r := range list {
		switch x.Satisfies(r) {
		case distro.No:
			s.unmet = append(s.unmet, r.Text+": "+x.WhyNot(r))
		case distro.Maybe:
			s.unknown = append(s.unknown, r.Text+": it cannot be told: "+x.WhyNot(r))
		}
	}
	return s, err
}

// write says what is not met and what is not known, and ends as that asks for.
func (s satisfaction) write(w *world, x *distro.Index) error {
	for _, line := range slices.Concat(s.unmet, s.unknown) {
		fmt.Fprintln(w.stdout, line)
	}
	index := x.Target + " of " + x.Date
	switch {
	case len(s.unmet) > 0:
		verb := "are"
		if len(s.unmet) == 1 {
			verb = "is"
		}
		return &exitError{codeFailed, fmt.Errorf("%d of %s %s not met on %s", len(s.unmet), plural(s.all, "dependency", "dependencies"), verb, index)}
	case len(s.unknown) > 0:
		return &exitError{codeUnsure, fmt.Errorf("of %d of %s it cannot be told on %s", len(s.unknown), plural(s.all, "dependency", "dependencies"), index)}
	}
	if s.all == 1 {
		fmt.Fprintf(w.stdout, "it is met on %s\n", index)
		return nil
	}
	fmt.Fprintf(w.stdout, "all %d are met on %s\n", s.all, index)
	return nil
}

// expressionOf is the argument itself, or what the file behind @ holds.
func expressionOf(arg string, stdin io.Reader) (string, error) {
	name, ok := strings.CutPrefix(arg, "@")
	text := arg
	if ok {
		var err error
		if text, err = readExpression(name, stdin); err != nil {
			return "", err
		}
	}
	if strings.Trim(text, " \t\r\n,") == "" {
		return "", usageError("no dependency is named: want an expression such as 'curl, libssl-dev (>= 3)', or @FILE")
	}
	return text, nil
}

// readExpression reads a file, which may be a pipe, or standard input by the name -.
func readExpression(name string, stdin io.Reader) (string, error) {
	in := stdin
	if name == "-" {
		name = "standard input"
	} else {
		f, err := os.Open(name)
		if err != nil {
			return "", err
		}
		defer f.Close()
		in = f
	}
	data, err := io.ReadAll(io.LimitReader(in, maxControl+1))
	switch {
	case err != nil:
		return "", fmt.Errorf("%s: %w", name, err)
	case len(data) > maxControl:
		return "", usageError("%s: over %d kB: no list of dependencies", name, maxControl>>10)
	}
	return string(data), nil
}
