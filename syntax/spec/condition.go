package spec

import (
	"slices"
	"strings"
)

// maxConditions is how many conditions a place may stand under. Those within
// more are counted, so that the %endif fit, but not reported.
const maxConditions = 32

// conditions is the stack of the %if that are open.
type conditions struct {
	frames []frame
	// deeper counts the open %if beyond what is kept.
	deeper int
	// shared is the stack as it is handed out; nil after a change.
	shared []Condition
	fail   func(offset int, format string, args ...any)
}

// frame is an open %if: the branches before the current one, negated, and the
// current one.
type frame struct {
	before  []Condition
	current Condition
	start   int
	hasElse bool
}

// current returns the conditions of this place. The slice is shared: nobody
// writes to it.
func (c *conditions) current() []Condition {
	if c.shared == nil && len(c.frames) > 0 {
		for _, f := range c.frames {
			c.shared = append(append(c.shared, f.before...), f.current)
		}
		c.shared = slices.Clip(c.shared[:min(len(c.shared), maxConditions)])
	}
	return c.shared
}

// condition takes an %if, %else or %endif and tells whether the line was one.
func (p *parser) condition(s statement, name string) bool {
	switch name {
	case "if", "ifarch", "ifnarch", "ifos", "ifnos":
		p.push(p.decide(s, name))
	case "elif", "elifarch", "elifos":
		p.otherwise(s, name, func() Condition { return p.decide(s, strings.TrimPrefix(name, "el")) })
	case "else":
		p.otherwise(s, name, nil)
	case "endif":
		p.pop(s)
	default:
		return false
	}
	p.shared = nil
	return true
}

func (c *conditions) push(condition Condition) {
	if len(c.frames) >= maxConditions {
		if c.deeper == 0 {
			c.fail(condition.Start, "more than %d conditions in each other: the inner ones are not told apart", maxConditions)
		}
		c.deeper++
		return
	}
	c.frames = append(c.frames, frame{current: condition, start: condition.Start})
}

// otherwise goes on to the next branch. It is the negation of all before it,
// and its own condition if it has one.
func (c *conditions) otherwise(s statement, name string, decide func() Condition) {
	if c.deeper > 0 {
		return
	}
	if len(c.frames) == 0 {
		c.fail(s.start, "%%%s without %%if", name)
		return
	}
	f := &c.frames[len(c.frames)-1]
	if f.hasElse {
		c.fail(s.start, "%%%s after the %%else of the same %%if", name)
		return
	}
	last := f.current
	last.Negated, last.Value = true, !last.Value
	if decide == nil {
		f.current, f.hasElse = last, true
		return
	}
	if len(f.before) < maxConditions {
		f.before = append(f.before, last)
	}
	f.current = decide()
}

func (c *conditions) pop(s statement) {
	switch {
	case c.deeper > 0:
		c.deeper--
	case len(c.frames) == 0:
		c.fail(s.start, "%%endif without %%if")
	default:
		c.frames = c.frames[:len(c.frames)-1]
	}
}

// close reports the %if that were never closed.
func (c *conditions) close() {
	for _, f := range c.frames {
		c.fail(f.start, "%q is never closed with %%endif", clip(f.current.Text))
	}
	if c.deeper > 0 {
		c.fail(c.frames[len(c.frames)-1].start, "%d more %%if within are never closed with %%endif", c.deeper)
	}
}

// decide reads the condition of a directive and decides it if it can.
func (p *parser) decide(s statement, kind string) Condition {
	text := strings.TrimSpace(unfold(s.text))
	c := Condition{Text: text, Start: s.start}
	argument := strings.TrimLeft(text, "%")
	argument = strings.TrimSpace(strings.TrimPrefix(argument, directive("%"+argument)))
	expanded := p.macros.frozen().expand(argument, s.start)
	if kind == "if" {
		c.Value, c.Known = evaluate(expanded)
		return c
	}
	have := "_target_os"
	if strings.HasSuffix(kind, "arch") {
		have = "_target_cpu"
	}
	own, ok := p.macros.lookup(have)
	if !ok || strings.Contains(expanded, "%") {
		return c
	}
	words := strings.FieldsFunc(expanded, func(r rune) bool { return r == ' ' || r == '\t' || r == ',' })
	c.Known, c.Value = true, slices.Contains(words, own) != strings.HasPrefix(kind, "ifn")
	return c
}
