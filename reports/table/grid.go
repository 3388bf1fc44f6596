package table

import (
	"bytes"
	"strings"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/renderer"
	"github.com/olekukonko/tablewriter/tw"

	"opendev.org/starlingx/stxscan/reports/terminal"
)

// column is a column of a table. Text stands left and gives up width where
// there is too little, by wrapping; numbers stand right and never do.
type column struct {
	title  string // may have lines
	number bool
	least  int // columns that wrapping leaves to text, 0 to never wrap it
}

const (
	indent = 2 // before every row
	gap    = 2 // between columns: one on both sides of a cell
)

// grid writes a table. Cells must be clean.
func (p *printer) grid(columns []column, rows [][]string) {
	widths := fit(columns, rows, p.options.Width)
	var out bytes.Buffer
	t := tablewriter.NewTable(&out,
		tablewriter.WithRenderer(renderer.NewBlueprint(tw.Rendition{
			Borders:  tw.BorderNone,
			Settings: tw.Settings{Separators: tw.SeparatorsNone, Lines: tw.LinesNone},
		})),
		tablewriter.WithConfig(tablewriter.Config{Header: cells(columns), Row: cells(columns)}),
		// Otherwise the locale would decide how wide some letters are.
		tablewriter.WithEastAsian(tw.Off),
	)
	header := make([]string, len(columns))
	for i, c := range columns {
		header[i] = c.title
	}
	t.Header(header)
	for _, row := range rows {
		wrapped := make([]string, len(row))
		for i, text := range row {
			wrapped[i] = wrapCell(text, widths[i])
		}
		p.keep(t.Append(wrapped))
	}
	p.keep(t.Render())
	for line := range strings.Lines(out.String()) {
		p.printf("%s\n", strings.TrimRight(strings.Repeat(" ", indent-gap/2)+line, " \n"))
	}
	p.printf("\n")
}

func (p *printer) keep(err error) {
	if p.err == nil {
		p.err = err
	}
}

// cells sets the alignment; text is wrapped before it comes here.
func cells(columns []column) tw.CellConfig {
	config := tw.CellConfig{
		Formatting: tw.CellFormatting{AutoWrap: tw.WrapNone, AutoFormat: tw.Off},
		Padding:    tw.CellPadding{Global: tw.PaddingDefault},
	}
	for _, c := range columns {
		align := tw.AlignLeft
		if c.number {
			align = tw.AlignRight
		}
		config.Alignment.PerColumn = append(config.Alignment.PerColumn, align)
	}
	return config
}

// fit returns the width of every column: what its widest cell takes, or less
// for text where the table would be wider than the terminal. The widest text
// gives up first.
func fit(columns []column, rows [][]string, width int) []int {
	widths := make([]int, len(columns))
	total := indent - gap
	for i, c := range columns {
		for line := range strings.SplitSeq(c.title, "\n") {
			widths[i] = max(widths[i], terminal.Width(line))
		}
		for _, row := range rows {
			widths[i] = max(widths[i], terminal.Width(row[i]))
		}
		total += gap + widths[i]
	}
	// A cell may hold a very long text, so what cannot be had is cut at once.
	for i, c := range columns {
		if c.least > 0 && widths[i] > width {
			total -= widths[i] - width
			widths[i] = width
		}
	}
	for ; total > width; total-- {
		widest := -1
		for i, c := range columns {
			if c.least > 0 && widths[i] > c.least && (widest < 0 || widths[i] > widths[widest]) {
				widest = i
			}
		}
		if widest < 0 {
			break
		}
		widths[widest]--
	}
	return widths
}

// wrapCell breaks a cell into lines. A word that is too long is broken too,
// behind a slash if there is one, so that nothing is lost.
func wrapCell(text string, width int) string {
	var words []string
	for word := range strings.FieldsSeq(text) {
		for {
			head := terminal.Head(word, width)
			if head == word {
				break
			}
			if slash := strings.LastIndexByte(head, '/'); slash >= 0 {
				head = head[:slash+1]
			}
			words = append(words, head)
			word = word[len(head):]
		}
		words = append(words, word)
	}
	return strings.Join(terminal.Wrap(strings.Join(words, " "), width), "\n")
}
