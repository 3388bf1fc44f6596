package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/rules"
)

func newExplain(w *world) *cobra.Command {
	var s reportSource
	c := &cobra.Command{
		Use:   "explain RULE | FINGERPRINT [PATH] | dep NAME [PATH] | readiness",
		Short: "Explain a rule, a finding, a need or how verdicts are made",
		Long: `explain RULE says why the rule is there, what it means on which target, what to
write instead and what that costs.

explain FINGERPRINT says of one finding what was matched, what names stood for,
which guard there is, what the indexes say, and how to dispute it. The first
eight digits will do. PATH, the current folder if not given, is scanned; --from
takes an earlier report instead.

explain dep NAME says of a need what every target has for it and what that rests
on, what was tried, what is named alike, and who needs it.

explain readiness prints the table that verdicts are made by.`,
		Example: `  stxscan explain PY2-S001
  stxscan explain 1f0c2d3e4b5a --from report.json
  stxscan explain dep python-oslo-config --target debian-12 ~/starlingx
  stxscan explain readiness`,
		Args: cobra.RangeArgs(1, 3),
		RunE: func(c *cobra.Command, args []string) error {
			if args[0] == "dep" {
				if len(args) < 2 {
					return usageError("explain dep: which need? Name one, as specs and requirements write it")
				}
				s.where = args[2:]
				return explainDependency(c, w, s, args[1])
			}
			if len(args) > 2 {
				return usageError("explain takes a fingerprint and one PATH at the most")
			}
			if isFingerprint(args[0]) {
				s.where = args[1:]
				return explainFinding(c, w, s, strings.ToLower(args[0]))
			}
			if len(args) > 1 || s.from != "" {
				return usageError("%s is no fingerprint, so there is nothing to look it up in: give it alone", args[0])
			}
			if args[0] == "readiness" {
				return explainReadiness(w)
			}
			return explainRuleID(w, s, args[0])
		},
	}
	s.addFlags(c)
	c.Flags().StringSliceVar(&s.scan.targets, "target", nil, "with dep: speak of these targets (default: those of the report)")
	return c
}

// explainRuleID explains the rule of an id, as people write it.
func explainRuleID(w *world, s reportSource, id string) error {
	set, err := s.scan.load()
	if err != nil {
		return err
	}
	rule := set.Rule(strings.ToUpper(id))
	if rule == nil {
		return usageError("there is no rule %q%s: see 'stxscan rules list'", id, similar(set, id))
	}
	wrong, err := s.scan.wrongByRule(".")
	if err != nil {
		return err
	}
	_, err = fmt.Fprint(w.stdout, explainRule(rule, set.Targets, wrong[rule.ID]))
	return err
}

// explainRule is the whole page about a rule, as text.
// wrong counts the places that were called wrong in the configuration.
func explainRule(r *rules.Rule, targets []*rules.Target, wrong int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n", r.ID, r.Title)
	fmt.Fprintf(&b, "concern %s, severity %s, confidence %s, %s\n", r.Concern, r.Severity, r.Confidence, r.Means)
	if r.Since != "" {
		fmt.Fprintf(&b, "from Python %s on\n", r.Since)
	}
	if r.Judged != nil {
		fmt.Fprintf(&b, "readers found %s\n", r.Judged)
	}
	if wrong > 0 {
		fmt.Fprintln(&b, wrongHere(r.ID, wrong))
	}
	if r.Optional {
		fmt.Fprintln(&b, "applied only with --optional or when --rules names it")
	}
	fmt.Fprintf(&b, "\nWhy\n%s\n", indent(r.Why))
	fmt.Fprintln(&b, "On the targets")
	for _, t := range targets {
		e := r.On(t, rules.AllPythons, r.Severity)
		fmt.Fprintf(&b, "    %-14s %s%s\n", t.ID, e.Effect, remark(e))
	}
	fmt.Fprintf(&b, "\nBefore\n%s\nAfter (works on CentOS 7 and on the targets)\n%s\n", indent(r.Before), indent(r.After))
	fmt.Fprintf(&b, "Effort\n    %s, %s\n", r.Fix, effortText(r.Effort))
	if len(r.Sources) > 0 {
		fmt.Fprintln(&b, "\nVerified against")
		for _, s := range r.Sources {
			fmt.Fprintf(&b, "    %s\n", s)
		}
	}
	return b.String()
}

func remark(e finding.TargetEffect) string {
	switch {
	case e.Alternative != "":
		return ": use " + e.Alternative
	case e.Note != "":
		return ": " + e.Note
	}
	return ""
}

func effortText(e rules.Effort) string {
	text := fmt.Sprintf("%d min a place", e.Site)
	if e.Review > 0 {
		text += fmt.Sprintf(" and %d min to review it", e.Review)
	}
	if e.Setup > 0 {
		text += fmt.Sprintf(", after %d min once for each package", e.Setup)
	}
	return text
}

func indent(text string) string {
	var b strings.Builder
	for line := range strings.Lines(strings.TrimRight(text, "\n") + "\n") {
		if strings.TrimSpace(line) != "" {
			b.WriteString("    ")
		}
		b.WriteString(line)
	}
	return b.String()
}

// similar names the rules of the family that was probably meant.
func similar(set *rules.Set, id string) string {
	prefix := strings.ToUpper(strings.TrimRight(id, "0123456789"))
	var list []string
	for _, r := range set.Rules {
		if len(prefix) > 2 && strings.HasPrefix(r.ID, prefix) {
			list = append(list, r.ID)
		}
	}
	if len(list) == 0 {
		return ""
	}
	return " (there are " + list[0] + " to " + list[len(list)-1] + ")"
}
