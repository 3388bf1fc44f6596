// Command precision measures how often findings are right, by drawing some of
// a report for people to judge and counting their verdicts.
//
//	go run ./docs/precision draw [flags] REPORT.json > SHEET.tsv
//	go run ./docs/precision score [-sheet SHEET.tsv] VERDICTS.tsv
//
// A sheet names places and what is claimed of them, and holds none of their
// code: whoever judges opens the file and reads it, knowing nothing of how the
// rule came to its claim. A sheet that is to be kept is drawn without claims,
// since a message can quote a word or two. The verdicts are the sheet with its last two columns
// filled in: true, false or unsure, and the reason in the judge's own words.
package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "precision:", err)
		os.Exit(1)
	}
}

func run(args []string, w io.Writer) error {
	if len(args) == 0 {
		return errors.New("draw or score?")
	}
	out := bufio.NewWriter(w)
	var err error
	switch args[0] {
	case "draw":
		err = runDraw(args[1:], out)
	case "score":
		err = runScore(args[1:], out)
	default:
		err = fmt.Errorf("%s: neither draw nor score", args[0])
	}
	return errors.Join(err, out.Flush())
}

func runDraw(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("draw", flag.ContinueOnError)
	concern := flags.String("concern", string(finding.Python2), "the `concerns` whose findings are drawn, with commas between")
	globs := flags.String("rules", "*", "`globs` of the rules that take part, with commas between")
	severity := flags.String("severity", "warning", "the least `severity` that takes part")
	n := flags.Int("n", 200, "how many findings are drawn")
	seed := flags.Uint64("seed", 1, "the same seed draws the same findings of the same report")
	turns := flags.String("turns", "family", "what takes turns in the draw: `family or rule`")
	claims := flags.Bool("claims", true, "say what is claimed; a rule's message can quote a word or two of the code")
	if err := flags.Parse(args); err != nil {
		return err
	}
	least, err := finding.ParseSeverity(*severity)
	if err != nil {
		return err
	}
	of, ok := map[string]func(string) string{
		"family": family,
		"rule":   func(rule string) string { return rule },
	}[*turns]
	if !ok {
		return fmt.Errorf("draw: -turns %s: neither family nor rule", *turns)
	}
	if flags.NArg() != 1 {
		return errors.New("draw: name one report")
	}
	file, err := os.Open(flags.Arg(0))
	if err != nil {
		return err
	}
	defer file.Close()
	report, err := reports.Decode(file)
	if err != nil {
		return err
	}
	pool, err := poolOf(report, strings.Split(*concern, ","), strings.Split(*globs, ","), least)
	if err != nil {
		return err
	}
	return writeSheet(out, report, draw(pool, of, *n, *seed), *claims)
}

func runScore(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("score", flag.ContinueOnError)
	sheet := flags.String("sheet", "", "the `sheet` that was drawn: all of it, and nothing else, has to be judged")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() != 1 {
		return errors.New("score: name one file of verdicts")
	}
	verdicts, err := readVerdicts(flags.Arg(0))
	if err != nil {
		return err
	}
	for i, v := range verdicts {
		if v.verdict == "" {
			return fmt.Errorf("%s: item %d is not judged", flags.Arg(0), i+1)
		}
	}
	if *sheet != "" {
		drawn, err := readVerdicts(*sheet)
		if err != nil {
			return err
		}
		if err := sameItems(drawn, verdicts); err != nil {
			return err
		}
	}
	writeScore(out, verdicts)
	return nil
}
