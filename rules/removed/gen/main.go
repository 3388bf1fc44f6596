// Command gen writes the names that the standard library lost into the rules
// of a folder, between the lines that begin and end what is generated.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"opendev.org/starlingx/stxscan/rules"
	"opendev.org/starlingx/stxscan/rules/removed"
)

func main() {
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(folder string) error {
	set, err := rules.Load(rules.Embedded())
	if err != nil {
		return err
	}
	review, err := removed.Reviewed()
	if err != nil {
		return err
	}
	for id, names := range removed.NewPlan(review, set.Rules).Rules {
		file := filepath.Join(folder, id+".yaml")
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		made, err := removed.Generate(string(text), names)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		if made == string(text) {
			continue
		}
		if err := os.WriteFile(file, []byte(made), 0o644); err != nil {
			return err
		}
	}
	return nil
}
