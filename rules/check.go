package rules

import (
	"encoding"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"opendev.org/starlingx/stxscan/finding"
)

// checkKeys refuses keys that value's type does not have, and keys given
// twice, at any depth. Types that read themselves are left alone.
func checkKeys(node *yaml.Node, value any) error {
	return checkType(node, reflect.TypeOf(value).Elem())
}

var (
	unmarshaler     = reflect.TypeFor[yaml.Unmarshaler]()
	textUnmarshaler = reflect.TypeFor[encoding.TextUnmarshaler]()
)

func checkType(node *yaml.Node, t reflect.Type) error {
	if reflect.PointerTo(t).Implements(unmarshaler) {
		return nil
	}
	if reflect.PointerTo(t).Implements(textUnmarshaler) {
		// Decoding would say what is wrong, but not where.
		if err := reflect.New(t).Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(node.Value)); err != nil {
			return at(node, "%w", err)
		}
		return nil
	}
	switch {
	case t.Kind() == reflect.Slice && node.Kind == yaml.SequenceNode:
		var mistakes []error
		for _, item := range node.Content {
			mistakes = append(mistakes, checkType(item, t.Elem()))
		}
		return errors.Join(mistakes...)
	case t.Kind() == reflect.Struct && node.Kind == yaml.MappingNode:
		return checkStruct(node, t)
	case t.Kind() == reflect.Struct:
		return at(node, "want a map with the keys %s", strings.Join(keysOf(t), ", "))
	}
	return nil
}

func checkStruct(node *yaml.Node, t reflect.Type) error {
	var mistakes []error
	seen := map[string]bool{}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		field, ok := fieldOf(t, key.Value)
		switch {
		case !ok:
			mistakes = append(mistakes, at(key, "unknown key %q: want one of %s", key.Value, strings.Join(keysOf(t), ", ")))
		case seen[key.Value]:
			mistakes = append(mistakes, at(key, "key %q is given twice", key.Value))
		default:
			mistakes = append(mistakes, checkType(value, field.Type))
		}
		seen[key.Value] = true
	}
	return errors.Join(mistakes...)
}

func fieldOf(t reflect.Type, key string) (reflect.StructField, bool) {
	for i := range t.NumField() {
		if name := keyOf(t.Field(i)); name == key && name != "-" {
			return t.Field(i), true
		}
	}
	return reflect.StructField{}, false
}

func keysOf(t reflect.Type) []string {
	var keys []string
	for i := range t.NumField() {
		if name := keyOf(t.Field(i)); name != "-" {
			keys = append(keys, name)
		}
	}
	return keys
}

func keyOf(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
	return name
}

var (
	ruleID   = regexp.MustCompile(`^[A-Z][A-Z0-9]*(-[A-Z][A-Z0-9]*)*-[A-Z]*[0-9]{3}$`)
	targetID = regexp.MustCompile(`^[a-z][a-z0-9.-]*$`)
)

// check refuses a rule that lacks what every rule must say.
func (r *Rule) check() error {
	var c checker
	c.want(ruleID.MatchString(r.ID), "id", "%q: want a family and three digits, such as PY2-B001", r.ID)
	c.oneOf("concern", r.Concern, finding.Concerns)
	c.oneOf("means", r.Means, []Meaning{DoesNotCompile, Fails, Changes, Review})
	c.oneOf("fix", r.Fix, []Fix{FixMechanical, FixGuarded, FixRedesign, FixContract})
	for key, text := range map[string]string{
		"title": r.Title, "analyzer": r.Analyzer, "message": r.Message,
		"why": r.Why, "before": r.Before, "after": r.After,
	} {
		c.want(strings.TrimSpace(text) != "", key, "missing")
	}
	for _, t := range r.Targets {
		for _, use := range t.Cases {
			c.want(len(use.Has)+len(use.In) > 0 && use.Use != "" && !slices.Contains(use.Has, "") && !slices.Contains(use.In, ""), "cases", "want has or in, and use, and no empty text")
			c.oneOf("cases", use.Effect, []finding.Effect{"", finding.Breaks, finding.Changes, finding.Works, finding.EffectUnknown})
		}
	}
	c.want(!strings.Contains(r.Message, "\n"), "message", "want one line")
	c.want(r.Match.any(), "match", "nothing to match: give at least one kind of match")
	c.want(r.Effort.Site > 0, "effort", "want site: the minutes that one place takes")
	if r.Since != "" {
		v, err := ParsePython(r.Since)
		c.want(err == nil && v&AnyPython3 != 0, "since", "%q: want a Python 3 version such as 3.7", r.Since)
	}
	c.oneOf("by", r.By, []Table{"", UnitTable})
	for _, confined := range r.Match.Confined {
		c.want(confined.Program != "" && len(confined.Options)+len(confined.Directive) > 0, "confined", "want a program, and options or directives that a path follows")
		c.want(len(confined.Directive) == 0 || len(confined.File) > 0, "confined", "%s: want the files that the directives stand in", confined.Program)
		c.want(len(confined.Allowed)+len(confined.Only) > 0, "confined", "%s: want what is allowed, or the only paths that are meant", confined.Program)
	}
	for _, line := range r.Match.Line {
		re, err := line.Compile()
		c.want(err == nil && re.NumSubexp() == 1, "line", "%q: want an expression with one group, the subject", line.Pattern)
		c.want(len(line.Has) > 0, "line", "%q: want has: words without which a file is not looked through", line.Pattern)
	}
	for _, t := range r.Targets {
		c.oneOf("targets", t.Effect, []finding.Effect{finding.Breaks, finding.Changes, finding.Works, finding.EffectUnknown})
	}
	return c.err()
}

func (m Match) any() bool {
	return m.Code != "" || len(m.Name)+len(m.Import)+len(m.Attribute)+len(m.Method)+len(m.Member)+len(m.Argument)+len(m.Command)+len(m.Path)+len(m.File)+len(m.Confined)+len(m.Line) > 0
}

// check refuses a target that lacks facts that rules are judged by.
func (t *Target) check() error {
	var c checker
	c.want(targetID.MatchString(t.ID), "id", "%q: want lower case, such as ubuntu-24.04", t.ID)
	for key, text := range map[string]string{
		"name": t.Name, "family": t.Family, "package_format": t.PackageFormat,
		"package_tool": t.PackageTool, "shell": t.Shell, "init": t.Init,
		"network": t.Network, "boot": t.Boot, "security": t.Security,
	} {
		c.want(text != "", key, "missing")
	}
	c.oneOf("python2", t.Python2.Status, []string{Python2Supported, Python2Legacy, Python2Absent})
	if t.Python3 != "" {
		v, err := ParsePython(t.Python3)
		c.want(err == nil && v&AnyPython3 != 0, "python3", "%q: want a version such as 3.12", t.Python3)
	}
	c.want(len(t.Sources) > 0, "sources", "missing: say what the facts were read from")
	return c.err()
}

// checker collects mistakes, sorted, since they come out of maps as well.
type checker struct{ mistakes []string }

func (c *checker) want(ok bool, key, format string, args ...any) {
	if !ok {
		c.mistakes = append(c.mistakes, mistake(key, format, args...).Error())
	}
}

func (c *checker) err() error {
	slices.Sort(c.mistakes)
	var list []error
	for _, m := range c.mistakes {
		list = append(list, errors.New(m))
	}
	return errors.Join(list...)
}

func (c *checker) oneOf(key string, value any, allowed any) {
	list := reflect.ValueOf(allowed)
	for i := range list.Len() {
		if list.Index(i).Interface() == value {
			return
		}
	}
	c.want(false, key, "%q: want one of %q", value, allowed)
}

// mistake is one about a key that may not even be there; it has the place of
// the file's first line.
func mistake(key, format string, args ...any) error {
	return &positionError{1, 1, key + ": " + fmt.Sprintf(format, args...)}
}
