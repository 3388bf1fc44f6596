package html

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"opendev.org/starlingx/stxscan/reports/terminal"
)

// The plot of a chart, in units of its own. Charts are as wide as a telephone,
// so that their text can be read there.
const (
	chartWidth           = 400
	plotLeft, plotRight  = 40, 392
	plotTop, plotBottom  = 20, 150
	stripTop, stripUnder = 170, 226
)

// chart is a stack of areas over time, drawn in SVG.
type chart struct {
	ID, Title, Desc string
	Height          int
	Grid            []gridLine
	Areas           []area
	Bars            []bar
	Strip           string // what the bars beneath show, empty if there are none
	Tags            []chartTag
	Marks           []string // where the tool changed, as positions
	Dates           []chartDate
}

// gridLine is a horizontal line with the number that it stands for.
type gridLine struct{ Y, Text string }

// area is one of the layers, from below.
type area struct{ Class, Label, Points string }

// bar is a rectangle of the strip beneath the plot.
type bar struct{ Class, X, Y, W, H string }

// chartTag is the name of a point; a point whose name has no room has a line alone.
type chartTag struct{ X, Text, Anchor string }

type chartDate struct{ X, Text, Anchor string }

// layer is a number at each point.
type layer struct {
	class, label string
	values       []int
}

// moment is a point in time of a chart.
type moment struct {
	time  time.Time
	label string
	tool  bool // the tool changed since the moment before
}

// timeline places moments.
type timeline struct {
	moments []moment
	at      []float64
}

func newTimeline(moments []moment) timeline {
	t := timeline{moments: moments, at: make([]float64, len(moments))}
	first, last := moments[0].time, moments[len(moments)-1].time
	whole := last.Sub(first).Seconds()
	for i, m := range moments {
		part := 0.0
		switch {
		case whole > 0:
			part = m.time.Sub(first).Seconds() / whole
		case len(moments) > 1: // all at once: one after the other
			part = float64(i) / float64(len(moments)-1)
		}
		t.at[i] = plotLeft + part*(plotRight-plotLeft)
	}
	return t
}

// position writes a coordinate: short, and the same on every machine.
func position(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) }

// newChart stacks layers; the first lies at the bottom.
func newChart(t timeline, layers []layer) *chart {
	c := &chart{Height: 172}
	sums := make([]int, len(t.at))
	for _, l := range layers {
		for i, v := range l.values {
			sums[i] += v
		}
	}
	top := 1
	for _, s := range sums {
		top = max(top, s)
	}
	step := tick(top)
	top = (top + step - 1) / step * step
	y := func(v int) string {
		return position(plotBottom - float64(v)/float64(top)*(plotBottom-plotTop))
	}
	for v := 0; v <= top; v += step {
		c.Grid = append(c.Grid, gridLine{y(v), terminal.Number(v)})
	}
	below := make([]int, len(t.at))
	for _, l := range layers {
		var upper, lower []string
		for i, v := range l.values {
			x := position(t.at[i])
			lower = append([]string{x + "," + y(below[i])}, lower...)
			below[i] += v
			upper = append(upper, x+","+y(below[i]))
		}
		c.Areas = append(c.Areas, area{l.class, l.label, strings.Join(append(upper, lower...), " ")})
	}
	c.name(t)
	return c
}

// name writes the dates below the plot and the names of points above it.
func (c *chart) name(t timeline) {
	const character, most = 5.6, 16
	free := 0.0
	for i, m := range t.moments {
		if m.tool {
			c.Marks = append(c.Marks, position(t.at[i]))
		}
		if !isName(m.label) {
			continue
		}
		text := terminal.Clip(terminal.Clean(m.label), most, "…")
		width := float64(utf8.RuneCountInString(text)) * character
		tag := chartTag{X: position(t.at[i]), Anchor: "middle"}
		from := t.at[i] - width/2
		switch {
		case t.at[i]-width/2 < 0:
			tag.Anchor, from = "start", t.at[i]
		case t.at[i]+width/2 > chartWidth:
			tag.Anchor, from = "end", t.at[i]-width
		}
		if from >= free {
			tag.Text, free = text, from+width+6
		}
		c.Tags = append(c.Tags, tag)
	}
	first, last := t.moments[0].time, t.moments[len(t.moments)-1].time
	c.Dates = []chartDate{{position(plotLeft), first.UTC().Format(time.DateOnly), "start"}, {position(plotRight), last.UTC().Format(time.DateOnly), "end"}}
	if last.Sub(first) > 48*time.Hour {
		middle := first.Add(last.Sub(first) / 2)
		c.Dates = append(c.Dates, chartDate{position((plotLeft + plotRight) / 2.0), middle.UTC().Format(time.DateOnly), "middle"})
	}
}

// isName reports whether a label says more than the date beneath it does.
func isName(label string) bool {
	_, err := time.Parse(time.DateOnly, label)
	return label != "" && err != nil
}

// motion is what came and went on the way to a point, by the team's doing and not.
type motion struct{ ours, others change }

type change struct{ came, gone int }

func (c change) none() bool { return c.came+c.gone == 0 }

// text is "-12 +3", with a minus sign that a reader hears.
func (c change) text() string {
	var parts []string
	if c.gone > 0 {
		parts = append(parts, "−"+terminal.Number(c.gone))
	}
	if c.came > 0 {
		parts = append(parts, "+"+terminal.Number(c.came))
	}
	if len(parts) == 0 {
		return "0"
	}
	return strings.Join(parts, " ")
}

// strip draws beneath the plot what came, upwards, and went, downwards: left of each
// point by the team's doing, right of it by anything else. Lengths go by the square
// root, since one great change would leave nothing to see of the others.
func (c *chart) strip(t timeline, steps []motion) {
	most := 0
	for _, s := range steps {
		most = max(most, s.ours.came, s.ours.gone, s.others.came, s.others.gone)
	}
	if most == 0 {
		return
	}
	c.Height = 236
	c.Strip = fmt.Sprintf("Bars above the line came, those below went; the longest stands for %s.", terminal.Number(most))
	const middle = (stripTop + stripUnder) / 2.0
	width := min(6, max(1.5, 0.4*(plotRight-plotLeft)/float64(len(steps))))
	draw := func(class string, x float64, n int, up bool) {
		if n == 0 {
			return
		}
		height := max(1, math.Sqrt(float64(n)/float64(most))*(stripUnder-stripTop)/2)
		y := middle
		if up {
			y -= height
		}
		c.Bars = append(c.Bars, bar{class, position(x), position(y), position(width), position(height)})
	}
	for i, s := range steps {
		// The last point is at the edge: what is right of it stays inside.
		x := min(t.at[i], chartWidth-width)
		draw("m-worse", x-width, s.ours.came, true)
		draw("m-better", x-width, s.ours.gone, false)
		draw("m-other", x, s.others.came, true)
		draw("m-other", x, s.others.gone, false)
	}
}

// tick is the distance of lines for a highest number: 1, 2 or 5 with zeros, so that
// there are at most five.
func tick(top int) int {
	for zeros := 1; ; zeros *= 10 {
		for _, n := range []int{1, 2, 5} {
			if n*zeros*4 >= top {
				return n * zeros
			}
		}
	}
}
