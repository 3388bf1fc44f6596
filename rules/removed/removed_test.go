package removed

import (
	"bytes"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/oracle"
	"opendev.org/starlingx/stxscan/rules"
)

func plan(t *testing.T) (*Review, *Plan, *rules.Set) {
	t.Helper()
	set, err := rules.Load(rules.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	review, err := Reviewed()
	if err != nil {
		t.Fatal(err)
	}
	return review, NewPlan(review, set.Rules), set
}

// TestGenerated: the rules that are committed hold what the facts and the
// review make of them, so that neither is changed without the other.
func TestGenerated(t *testing.T) {
	_, p, set := plan(t)
	for id, names := range p.Rules {
		rule := set.Rule(id)
		if rule == nil {
			t.Errorf("there is no %s", id)
			continue
		}
		text, err := fs.ReadFile(rules.Embedded(), rule.File)
		if err != nil {
			t.Fatal(err)
		}
		made, err := Generate(string(text), names)
		if err != nil {
			t.Errorf("%s: %v", rule.File, err)
		} else if made != string(text) {
			t.Errorf("%s is not what go generate ./rules/removed makes of the facts", rule.File)
		}
	}
	for _, rule := range set.Rules {
		text, err := fs.ReadFile(rules.Embedded(), rule.File)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), begin) && p.Rules[rule.ID] == nil {
			t.Errorf("%s gets no facts any more", rule.File)
		}
	}
}

// TestEveryFactHasItsPlace: nothing that Python 2.7 has is overlooked: a rule
// has the name, or it is left out for a reason that somebody wrote down.
func TestEveryFactHasItsPlace(t *testing.T) {
	review, p, set := plan(t)
	if len(p.Unclaimed) > 0 {
		t.Errorf("of %d facts nothing was decided: %q", len(p.Unclaimed), p.Unclaimed)
	}
	for id, kinds := range p.Rules {
		for kind, names := range kinds {
			match := set.Rule(id).Match
			have := map[Kind]rules.Names{Module: match.Import, Attribute: match.Attribute, Member: match.Member, Argument: match.Argument}[kind]
			for name := range names {
				if _, ok := have[name]; !ok {
					t.Errorf("%s: %s has no %s %s", id, set.Rule(id).File, kind, name)
				}
			}
		}
	}
	for _, l := range review.Leave {
		if !slices.Contains(slices.Collect(maps.Values(p.LeftOut)), l.Reason) {
			t.Errorf("nothing is left out because %q", l.Reason)
		}
	}
	for _, i := range review.Use {
		if !slices.ContainsFunc(slices.Concat(Facts(), review.Also), func(f Fact) bool { return fits([]string{i.Name}, f.Name) }) {
			t.Errorf("use: %s fits no fact", i.Name)
		}
	}
	for _, share := range review.Rules {
		if rule := set.Rule(share.Rule); rule == nil || sinceOf(rule) != share.Since {
			t.Errorf("%s does not begin with Python %s", share.Rule, share.Since)
		}
	}
}

func sinceOf(r *rules.Rule) string {
	if r.Since == "" {
		return "3.0"
	}
	return r.Since
}

// handTyped are the names that rules list by hand and that the facts do not
// have, by why they are right all the same.
var handTyped = map[string][]string{
	"gone for whoever just imports the module, there in a running program": {
		"sys.setdefaultencoding", "sys.exitfunc", "sys.exc_type", "sys.exc_value", "sys.exc_traceback"},
	"the modules of a name that Python 3 gave another":      {"UserDict.*", "urllib2.*", "urllib.*", "itertools.*"},
	"built-in names, which are no module's":                 {"__builtins__.*"},
	"an import of os's own, on which programs came to rely": {"os.errno"},
	"names that later releases of Python 3 had before they lost them": {
		"collections.AsyncGenerator", "collections.AsyncIterable", "collections.AsyncIterator", "collections.Awaitable", "collections.ByteString",
		"collections.Collection", "collections.Coroutine", "collections.Generator", "collections.Reversible"},
	"of another package":                            {"iso8601.*"},
	"private, and used":                             {"socket._fileobject"},
	"what programs call the module of their system": {"os.path.walk"},
}

// TestHandTypedNames: a name that a rule lists by hand is one that the
// interpreters call gone since the rule's release, or there is a reason.
func TestHandTypedNames(t *testing.T) {
	_, _, set := plan(t)
	facts := map[string]string{}
	for _, f := range Facts() {
		facts[f.Name] = f.Since
	}
	reasoned := slices.Concat(slices.Collect(maps.Values(handTyped))...)
	for _, rule := range set.For("py2") {
		if text, err := fs.ReadFile(rules.Embedded(), rule.File); err != nil || strings.Contains(string(text), begin) {
			continue
		}
		for name := range rule.Match.Attribute {
			since, _, _ := strings.Cut(facts[name], "-")
			if since != sinceOf(rule) && !fits(reasoned, name) {
				t.Errorf("%s lists %s, gone since %s; the facts say %q", rule.ID, name, sinceOf(rule), facts[name])
			}
		}
	}
}

// TestAlso asks the interpreters about the facts that facts.py cannot tell.
func TestAlso(t *testing.T) {
	review, _, _ := plan(t)
	given := map[string]string{
		"json.dump": "[], sys.stdout", "json.dumps": "[]", "json.load": "io.StringIO(u'[]')", "json.loads": "'[]'",
	}
	before := map[string]string{"3.0": "2.7", "3.9": "3.8"}
	after := map[string]string{"3.0": "3.6", "3.9": "3.9"}
	for _, f := range review.Also {
		function, argument, _ := strings.Cut(strings.TrimSuffix(f.Name, ")"), "(")
		program := "import io, json, sys; " + function + "(" + given[function] + ", " + argument + "='utf-8')"
		if err := exec.Command(oracle.CPython(t, before[f.Since]), "-W", "ignore", "-c", program).Run(); err != nil {
			t.Errorf("%s: CPython %s refuses it: %v", f.Name, before[f.Since], err)
		}
		if exec.Command(oracle.CPython(t, after[f.Since]), "-c", program).Run() == nil {
			t.Errorf("%s: CPython %s takes it", f.Name, after[f.Since])
		}
	}
}

// TestFactsAgainstInterpreters asks all interpreters again. It takes a minute
// and more, so it runs where the oracles are asked for.
func TestFactsAgainstInterpreters(t *testing.T) {
	if os.Getenv("STXSCAN_ORACLES") != "require" {
		t.Skip("the interpreters are all asked again with STXSCAN_ORACLES=require")
	}
	script, err := filepath.Abs("facts.py")
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(oracle.CPython(t, "3.13"), script)
	var failed bytes.Buffer
	command.Stderr = &failed
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, failed.String())
	}
	want := slices.Collect(strings.Lines(facts))
	got := slices.Collect(strings.Lines(string(out)))
	for _, line := range got {
		if !slices.Contains(want, line) {
			t.Errorf("facts.tsv lacks %q", line)
		}
	}
	for _, line := range want {
		if !slices.Contains(got, line) {
			t.Errorf("facts.tsv has %q, which the interpreters do not say", line)
		}
	}
}
