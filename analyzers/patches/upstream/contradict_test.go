package upstream

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// rates is a program whose functions begin alike.
const rates = `#include "rates.h"

int get_rate(struct port *port, int id)
{
	struct rate *rate = &port->rates[id];
	int err = 0;

	trace_rate(rate);
	if (!rate_ready(rate))
		return -EAGAIN;
	err = read_rate(rate);
	report_rate("get", rate, err);
	return err;
}

int set_rate(struct port *port, int id)
{
	struct rate *rate = &port->rates[id];
	int err = 0;

	trace_rate(rate);
	if (!rate_ready(rate))
		return -EAGAIN;
	err = write_rate(rate);
	report_rate("set", rate, err);
	return err;
}

int end_rate(struct port *port)
{
	release_rates(port, port->rates);
	log_rates("released");
	return port_error(port);
}
`

const waiting = `	for (id = 0; id < RATE_TRIES; id++) {
		if (rate_settled(rate))
			break;
		sleep_for(RATE_PAUSE);
	}
	if (id == RATE_TRIES)
		report_rate("late", rate, -ETIME);
	note_tries(port, rate);
	sum_tries(port, id);
	touch_rate(port, rate);
	mark_settled(rate);
	count_settled(port);
`

// inFunction is a program with more lines before those of a function.
func inFunction(text, name, before, more string) string {
	at := strings.Index(text, name+"(")
	at += strings.Index(text[at:], before)
	return text[:at] + more + text[at:]
}

// swap replaces pairs of texts, each of which has to be there.
func swap(t *testing.T, text string, pairs ...string) string {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(text, pairs[i]) {
			t.Fatalf("no %q", pairs[i])
		}
		text = strings.Replace(text, pairs[i], pairs[i+1], 1)
	}
	return text
}

// filler is a program of many functions of no interest.
func filler(name string, n int) string {
	var b strings.Builder
	for i := range n {
		letter := string(rune('a' + i%26))
		b.WriteString("void " + name + "_" + letter + "(void)\n{\n\tuse_" + name + "_" + letter + "();\n}\n\n")
	}
	return b.String()
}

// landing is what a patch and a commit make of one file.
type landing struct {
	name            string
	before          string
	patched, landed string
	header          string // of the patch; COMMIT in it is what landed
	later           string // what another commit makes of it
	old             string // what the patch was made for, if not before
}

func (l *landing) answer(t *testing.T) Answer {
	t.Helper()
	w := newWorld(t)
	w.commit("Begin", l.name, l.before, "src/other.c", filler("other", 20))
	w.commit("Do much", l.name, l.landed, "src/other.c", filler("another", 20))
	commit, err := w.repo().Commit(t.Context(), "HEAD")
	if err != nil {
		t.Fatal(err)
	}
	if l.later != "" {
		w.commit("Do more", l.name, l.later)
	}
	old := l.before
	if l.old != "" {
		old = l.old
	}
	return w.match(Options{}, strings.ReplaceAll(l.header, "COMMIT", commit)+diffOf(t, "a/"+l.name, "b/"+l.name, old, l.patched)).Answers[0][0]
}

// TestContradicted has commits with the lines of a patch that do something else.
func TestContradicted(t *testing.T) {
	guard := inFunction(rates, "get_rate", "\ttrace", waiting)
	class := "class Rates:\n    def get_rate(self, port):\n        rate = self.find(port)\n        return rate.read()\n\n    def set_rate(self, port):\n        rate = self.find(port)\n        return rate.write()\n"
	checks := "        rate.wait_until_settled()\n        rate.check_limits(port)\n        rate.note_access(port)\n"
	settings := "[get]\nwait = yes\ntries = 100\n\n[set]\nwait = no\ntries = 200\n"
	more := "pause = 300\nburst = 400\nlimit = 500\n"
	var list strings.Builder
	for i := range 50 {
		fmt.Fprintf(&list, "  - filler %d\n", i)
	}
	values := "rates:\n  - name: get\n    wait: 1\n" + list.String() + "  - name: set\n    wait: 2\n"
	items := "    pause: 30\n    burst: 40\n    limit: 50\n"
	needs := "alpha-tools\nbeta-tools\ngamma-tools\ndelta-tools>=1\n"
	trace := "\ttrace_rate(rate);\n"
	options := "options = [\n    Flag('wait_for_rates',\n         default=False,\n         help='Wait until rates have settled'),\n]\n"
	option := "rates_checked = [\n    Flag('check_rates',\n         default=%s,\n         help='Hold rates against their limits'),\n    Flag('note_rates',\n         help='Keep rates for the next run'),\n]\n"
	for name, l := range map[string]landing{
		"another function":    {name: "src/rates.c", before: rates, patched: guard, landed: inFunction(rates, "set_rate", "\ttrace", waiting)},
		"one function of two": {name: "src/rates.c", before: rates, patched: inFunction(guard, "set_rate", "\ttrace", waiting), landed: guard},
		"another method": {name: "src/rates.py", before: class, patched: inFunction(class, "get_rate", "        return", checks),
			landed: inFunction(class, "set_rate", "        return", checks)},
		"another section": {name: "etc/rates.conf", before: settings, patched: swap(t, settings, "tries = 100\n", "tries = 100\n"+more),
			landed: swap(t, settings, "tries = 200\n", "tries = 200\n"+more)},
		"far from its neighbours": {name: "etc/values.yaml", before: values, patched: swap(t, values, "    wait: 1\n", "    wait: 1\n"+items),
			landed: swap(t, values, "    wait: 2\n", "    wait: 2\n"+items)},
		"written anew": {name: "requirements.txt", before: needs, patched: "delta-tools>=1\n",
			landed: "alpha-tools; version<'3'\nbeta-tools; version<'3'\ngamma-tools; version<'3'\ndelta-tools>=1\n"},
		"commented out": {name: "requirements.txt", before: needs, patched: "delta-tools>=1\n",
			landed: "# alpha-tools\n# beta-tools\n# gamma-tools\ndelta-tools>=1\n"},
		"removed from another function": {name: "src/rates.c",
			before:  inFunction(guard, "set_rate", "\ttrace", waiting),
			patched: inFunction(rates, "set_rate", "\ttrace", waiting), landed: guard},
		"another text": {name: "src/rates.c", before: rates, patched: inFunction(guard, "end_rate", "\tlog_rates", "\tcheck(port, \"rate_limit\");\n"),
			landed: inFunction(guard, "end_rate", "\tlog_rates", "\tcheck(port, \"rate-limit\");\n")},
		"another number": {name: "src/rates.c", before: rates, patched: inFunction(guard, "end_rate", "\tlog_rates", "\tset_time_limit(port, 200);\n"),
			landed: inFunction(guard, "end_rate", "\tlog_rates", "\tset_time_limit(port, 300);\n")},
		"another name that was there": {name: "src/rates.c", before: rates, patched: inFunction(guard, "end_rate", "\tlog_rates", "\tflush_all_of(port);\n"),
			landed: inFunction(guard, "end_rate", "\tlog_rates", "\tflush_all_of(rate);\n")},
		"the same title, another number": {name: "src/rates.c", header: "Subject: [PATCH] Do very much\n\n", before: rates,
			patched: inFunction(guard, "end_rate", "\tlog_rates", "\tset_time_limit(port, 200);\n"),
			landed:  inFunction(guard, "end_rate", "\tlog_rates", "\tset_time_limit(port, 300);\n")},
		"the named commit, another number": {name: "src/rates.c", header: "Origin: upstream, COMMIT\n---\n", before: rates,
			patched: inFunction(guard, "end_rate", "\tlog_rates", "\tset_time_limit(port, 200);\n"),
			landed:  inFunction(guard, "end_rate", "\tlog_rates", "\tset_time_limit(port, 300);\n")},
		"the named commit, another default": {name: "src/rates.py", header: "(cherry picked from commit COMMIT)\n---\n", before: options,
			patched: options + fmt.Sprintf(option, "False"), landed: options + fmt.Sprintf(option, "True")},
		"a comment there, code here": {name: "src/rates.c", before: rates, patched: inFunction(guard, "end_rate", "\tlog_rates", "\tflush_all(port);\n"),
			landed: inFunction(guard, "end_rate", "\tlog_rates", "\t// flush_all(port);\n")},
		"code there, a comment here": {name: "src/rates.c", before: rates, patched: inFunction(guard, "end_rate", "\tlog_rates", "\t// flush_all(port);\n"),
			landed: inFunction(guard, "end_rate", "\tlog_rates", "\tflush_all(port);\n")},
		"a line that stays": {name: "src/rates.c", before: rates, patched: swap(t, guard, "\tlog_rates(\"released\");\n", ""), landed: guard},
		"a line that stays in one function": {name: "src/rates.c", before: rates, landed: guard,
			patched: swap(t, inFunction(rates, "get_rate", "\terr = read", waiting), trace, "")},
		"a place of a large patch that is not there": {name: "src/rates.c", before: rates, landed: guard + filler("new", 26),
			patched: inFunction(guard, "end_rate", "\tlog_rates", "\tdrain_queues(port);\n\tclose_queues(port);\n") + filler("new", 26)},
		"a place that is not there": {name: "src/rates.c", before: rates, landed: guard,
			patched: inFunction(guard, "end_rate", "\tlog_rates", "\tdrain_queues(port);\n")},
	} {
		t.Run(name, func(t *testing.T) {
			if a := l.answer(t); a.State == Upstreamed || a.State == NotFound || a.Why == "" {
				t.Errorf("%s by %s, %q: %+v", a.State, a.By, a.Why, a.Coverage)
			}
		})
	}
}

// TestUncontradicted has commits that look other than a patch and do what it does.
func TestUncontradicted(t *testing.T) {
	guard := inFunction(rates, "get_rate", "\ttrace", waiting)
	var steps strings.Builder
	for i := range 20 {
		fmt.Fprintf(&steps, "\tsettle_step_%d(rate);\n", i)
	}
	helper := "int wait_for_rate(struct rate *rate)\n{\n" + steps.String() + "\treturn rate->tries;\n}\n\n"
	call := "\twait_for_rate(rate);\n"
	elsewhere := filler("early", 20) + rates + "\n" + filler("late", 20)
	for name, l := range map[string]landing{
		"in its function, which moved": {name: "src/rates.c", before: filler("early", 20) + rates, old: rates, patched: guard,
			landed: filler("early", 20) + guard},
		"in its function, of other arguments": {name: "src/rates.c", old: rates, patched: guard,
			before: swap(t, rates, "int get_rate(struct port *port, int id)", "int get_rate(struct port *port,\n\tint id)"),
			landed: swap(t, guard, "int get_rate(struct port *port, int id)", "int get_rate(struct port *port,\n\tint id)")},
		"in its function, which has another name": {name: "src/rates.c", old: rates, patched: guard,
			before: swap(t, rates, "int get_rate", "int fetch_rate"), landed: swap(t, guard, "int get_rate", "int fetch_rate")},
		"a new function at another place": {name: "src/rates.c", before: elsewhere,
			patched: swap(t, elsewhere, "int get_rate", helper+"int get_rate", "\ttrace_rate(rate);\n", call+"\ttrace_rate(rate);\n"),
			landed:  swap(t, elsewhere, "void late_t", helper+"void late_t", "\ttrace_rate(rate);\n", call+"\ttrace_rate(rate);\n")},
		"a name of its own": {name: "src/rates.c", before: rates,
			patched: swap(t, rates, "int get_rate", helper+"int get_rate", "\ttrace_rate(rate);\n", call+"\ttrace_rate(rate);\n"),
			landed: swap(t, rates, "int get_rate", strings.ReplaceAll(helper, "wait_for_rate", "_wait_for_rate")+"int get_rate",
				"\ttrace_rate(rate);\n", "\t_wait_for_rate(rate);\n\ttrace_rate(rate);\n")},
		"another comment": {name: "src/rates.c", before: rates, patched: inFunction(guard, "end_rate", "\tlog_rates", "\t/* say so at once */\n"),
			landed: inFunction(guard, "end_rate", "\tlog_rates", "\t/* say so later */\n")},
		"the very line comes later": {name: "src/rates.c", before: rates,
			patched: inFunction(guard, "end_rate", "\tlog_rates", "\tset_time_limit(port, 200);\n"),
			landed:  inFunction(guard, "end_rate", "\tlog_rates", "\tset_time_limit(port, 300);\n"),
			later:   inFunction(guard, "end_rate", "\tlog_rates", "\tset_time_limit(port, 200);\n")},
		"what it removes is in another function too": {name: "src/rates.c", before: inFunction(guard, "set_rate", "\ttrace", waiting),
			patched: inFunction(rates, "set_rate", "\ttrace", waiting), landed: inFunction(rates, "set_rate", "\ttrace", waiting)},
		"a small hunk among other changes": {name: "src/rates.c", before: rates, patched: swap(t, rates, "read_rate(rate)", "read_rate(rate, port)"),
			landed: swap(t, rates, "read_rate(rate)", "read_rate(rate, port)", "\"released\"", "\"all were released\"")},
		"one line of a document": {name: "docs/guide.txt", before: strings.ReplaceAll(rates, "\t", ""),
			patched: strings.ReplaceAll(swap(t, rates, "\"released\"", "\"all were released\""), "\t", ""),
			landed:  strings.ReplaceAll(swap(t, rates, "\"released\"", "\"all were released\""), "\t", "")},
	} {
		t.Run(name, func(t *testing.T) {
			if a := l.answer(t); a.State != Upstreamed {
				t.Errorf("%s by %s, %q: %+v", a.State, a.By, a.Why, a.Coverage)
			}
		})
	}
}

// TestMovedOn: a later commit moves the lines to a new file, which takes nothing
// back; to move them to where they were before is to revert the patch.
func TestMovedOn(t *testing.T) {
	part := waiting
	for i := range 20 {
		part += fmt.Sprintf("\tnote_wait_%d(port, rate);\n", i)
	}
	head := "#include \"settle.h\"\n"
	split := "void settle(struct port *port, struct rate *rate, int id)\n{\n" + part + "}\n"
	inline := inFunction(rates, "get_rate", "\ttrace", part)
	call := inFunction(rates, "get_rate", "\ttrace", "\tsettle(port, rate, id);\n")
	for name, c := range map[string]struct {
		before string
		moved  []string
		want   []State
	}{
		"to a new file":     {rates, []string{"src/agent.c", split}, []State{Upstreamed}},
		"to where it was":   {inline, []string{"src/rates.c", swap(t, call, "int get_rate", split+"int get_rate")}, []State{Review, Reverted}},
		"away":              {rates, nil, []State{Review, Reverted}},
		"some to a new one": {rates, []string{"src/agent.c", split[:len(split)/3]}, []State{Review, Reverted}},
	} {
		w := newWorld(t)
		w.commit("Begin", "src/rates.c", c.before, "src/settle.c", head)
		w.commit("Break it out", "src/rates.c", call, "src/settle.c", head+split)
		w.commit("Move it on", append([]string{"src/settle.c", head}, c.moved...)...)
		p := diffOf(t, "a/src/rates.c", "b/src/rates.c", c.before, call) + diffOf(t, "a/src/settle.c", "b/src/settle.c", head, head+split)
		if a := w.match(Options{}, p).Answers[0][0]; !slices.Contains(c.want, a.State) {
			t.Errorf("%s: %s by %s, %q: %+v", name, a.State, a.By, a.Why, a.Coverage)
		}
	}
}

// TestMovedAway: a patch drops what a commit only moves to another file.
func TestMovedAway(t *testing.T) {
	long := filler("early", 26) + rates
	for name, files := range map[string][]string{"moved": {"src/early.c", filler("early", 26)}, "gone": {"src/other.c", filler("other", 26)}} {
		w := newWorld(t)
		w.commit("Begin", "src/rates.c", long)
		w.commit("Tidy up", append([]string{"src/rates.c", rates}, files...)...)
		a := w.match(Options{}, diffOf(t, "a/src/rates.c", "b/src/rates.c", long, rates)).Answers[0][0]
		if (a.State == Upstreamed) != (name == "gone") {
			t.Errorf("%s: %s by %s, %q: %+v", name, a.State, a.By, a.Why, a.Coverage)
		}
	}
}

// TestAdapted is a backport to an older base that says what it is: names differ.
func TestAdapted(t *testing.T) {
	added := "\tconst long most_rates = to_number(port->options[MOST_RATES], NULL);\n\tif (most_rates > RATES_MAX || most_rates < 1) {\n" +
		"\t\tcry_of(port, \"most_rates is invalid\");\n\t\treturn -EINVAL;\n\t}\n"
	older := strings.NewReplacer("const long most_rates", "long most_rates", "port->options", "port->config",
		"cry_of(port, \"most_rates is invalid\");", "cry_of(port->base, \"most_rates is invalid\");").Replace(added)
	w := newWorld(t)
	w.commit("Begin", "src/rates.c", rates)
	w.commit("Limit the rates", "src/rates.c", inFunction(rates, "get_rate", "\ttrace", added))
	id, err := w.repo().Commit(t.Context(), "HEAD")
	if err != nil {
		t.Fatal(err)
	}
	p := diffOf(t, "a/src/rates.c", "b/src/rates.c", rates, inFunction(rates, "get_rate", "\ttrace", older))
	only(t, w.match(Options{}, "Description: Limit\nOrigin: upstream, https://example.org/commit/"+id+"\n---\n"+p), Upstreamed)
	only(t, w.match(Options{}, "Limit the rates as commit "+id+" does\n---\n"+p), Review)
	there := diffOf(t, "a/src/rates.c", "b/src/rates.c", rates, inFunction(rates, "set_rate", "\ttrace", older))
	only(t, w.match(Options{}, "Description: Limit\nOrigin: upstream, https://example.org/commit/"+id+"\n---\n"+there), Review)
}

func TestRevalued(t *testing.T) {
	for _, c := range []struct {
		line, other string
		want        bool
	}{
		{"limit = 200;", "limit = 300;", true},
		{"limit(0x20, 1)", "limit(0x200, 1)", true},
		{"default=False,", "default=True,", true},
		{"wait = \"yes\"", "wait = \"no\"", true},
		{"wait = TRUE", "wait = true", false}, // the same value
		{"limit = 200;", "limit = 200;", false},
		{"limit = 200;", "most = 300;", false},
		{"limit = 200;", "limit = most;", false},
		{"say(\"200 of them\")", "say(\"300 of them\")", true},
		{"say(\"of 200\")", "say(\"of 300\")", false}, // a text
		{"", "", false},
	} {
		if got := revalued([]byte(c.line), []byte(c.other)); got != c.want {
			t.Errorf("%q, %q: %v", c.line, c.other, got)
		}
	}
}

// TestStays removes a call that is made elsewhere too, also by what the patch moves.
func TestStays(t *testing.T) {
	one, two := "def open_port(self):\n    self.port.reset()\n    self.mode = 'open'\n", "def shut_port(self):\n    self.mode = 'shut'\n    self.port.reset()\n    self.log.flush()\n"
	fixed := strings.Replace(two, "    self.port.reset()\n", "    port = self.port\n    if port:\n        self.port = None\n        port.close_now()\n", 1)
	for name, l := range map[string]landing{
		"moved": {name: "src/port.py", before: one + "\n" + two + "\ndef last_of_all():\n    return None\n", patched: fixed + "\ndef last_of_all():\n    return None\n\n" + one,
			landed: fixed + "\ndef last_of_all():\n    return None\n\n" + one},
		"elsewhere": {name: "src/port.conf", before: "begin:\n" + one + "\n" + two, patched: "begin:\n" + one + "\n" + fixed, landed: "begin:\n" + one + "\n" + fixed + "\nfinish:\n    self.port.reset()\n"},
	} {
		if a := l.answer(t); a.State != Upstreamed {
			t.Errorf("%s: %s by %s, %q: %+v", name, a.State, a.By, a.Why, a.Coverage)
		}
	}
}

// TestTuned: review changed one number of a large patch that names its commit.
func TestTuned(t *testing.T) {
	many := filler("new", 26) + filler("more", 26)
	l := landing{name: "src/rates.c", header: "Origin: upstream, COMMIT\n---\n", before: rates,
		patched: inFunction(rates, "end_rate", "\tlog_rates", "\tset_time_limit(port, 200);\n") + many,
		landed:  inFunction(rates, "end_rate", "\tlog_rates", "\tset_time_limit(port, 300);\n") + many}
	if a := l.answer(t); a.State != Upstreamed {
		t.Errorf("%s by %s, %q: %+v", a.State, a.By, a.Why, a.Coverage)
	}
	l.header = "Subject: Do much\n---\n"
	if a := l.answer(t); a.State != Review {
		t.Errorf("by its title alone %s: %+v", a.State, a.Coverage)
	}
}

func TestExplains(t *testing.T) {
	for _, c := range []struct {
		line, other string
		want        bool
	}{
		{"locks = Locks()", "_locks = Locks()", true},
		{"locks.get(locks)", "kept.get(kept)", true},
		{"locks.get(locks)", "kept.get(other)", false},
		{"locks(\"locks\")", "locks(\"kept\")", false},
		{"locks(1)", "locks(2)", false},
		{"locks(a)", "locks(b)", false}, // a was there before
		{"locks(1, NULL)", "locks(1)", false},
		{"if locks:", "if not locks:", false},
		{"it's locks", "it's kept", false}, // an open quote
		{"", "", true},
	} {
		own := func(name string) bool { return name == "locks" }
		if got := (renaming{}).explains([]byte(c.line), []byte(c.other), own); got != c.want {
			t.Errorf("%q, %q: %v", c.line, c.other, got)
		}
	}
}

func TestHeadName(t *testing.T) {
	for line, want := range map[string]string{
		"int get_rate(struct port *port,": "get_rate", "get_rate (port)": "get_rate", "static int x = call(3)": "",
		"int get_rate(int);": "", "def second_thing(value):": "second_thing", "class Things(object):": "type Things",
		"class Things:": "type Things", "struct rate {": "type rate", "if (x) {": "", "func (r *run) judge() {": "judge",
		"out of it": "", "(": "", "class": "",
	} {
		if got := headName([]byte(line)); got != want {
			t.Errorf("%q: %q, not %q", line, got, want)
		}
	}
}
