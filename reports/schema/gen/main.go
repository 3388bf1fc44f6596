// Gen writes the JSON Schema of the report, made from the Go types, their
// doc comments and the closed lists of values.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"

	"opendev.org/starlingx/stxscan/reports"
)

func main() {
	module := flag.String("module", ".", "the folder of the module, for the doc comments")
	out := flag.String("out", "report.schema.json", "the file to write")
	flag.Parse()
	if err := run(*module, *out); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(module, out string) error {
	text, err := generate(module)
	if err != nil {
		return err
	}
	return reports.WriteFile(out, func(w io.Writer) error {
		_, err := io.Copy(w, bytes.NewReader(text))
		return err
	})
}
