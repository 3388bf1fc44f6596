package config

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Origin says where a value comes from: "default", "FILE:LINE" or a flag.
type Origin string

// Default is the origin of what the program itself says.
const Default Origin = "default"

// Setting is a key of the file that a flag has too, with what applies.
type Setting struct {
	// Key is KEY or SECTION.KEY.
	Key    string
	Value  any // a text, a list of texts, a number or a boolean
	Origin Origin
}

// Show returns what applies as YAML that Load reads again: the settings, and
// all that the file says; c may be nil. With origins, a comment says where
// each value comes from.
func Show(c *Config, settings []Setting, origins bool) ([]byte, error) {
	if c == nil {
		c = &Config{}
	}
	s := shower{file: c.File, origins: origins}
	root := &yaml.Node{Kind: yaml.MappingNode}
	s.add(root, "version", Version, s.place(c.Places["version"]))
	scan := &yaml.Node{Kind: yaml.MappingNode}
	for _, set := range settings {
		if section, key, ok := strings.Cut(set.Key, "."); ok && section == "scan" {
			s.add(scan, key, set.Value, set.Origin)
		} else {
			s.add(root, set.Key, set.Value, set.Origin)
		}
	}
	s.entries(root, "components", c.Components, c.Places)
	s.entries(root, "aliases", c.Aliases, c.Places)
	s.entries(root, "upstreams", c.Upstreams, c.Places)
	s.entries(root, "sources", c.Sources, c.Places)
	s.entries(root, "patches", c.Patches, c.Places)
	s.entries(root, "owners", c.Owners, c.Places)
	s.entries(root, "suppress", c.Suppress, c.Places)
	s.entries(root, "budgets", c.Budgets, c.Places)
	s.entries(root, "groups", c.EffectiveGroups(), nil)
	s.entries(root, "decisions", c.Decisions, c.Places)
	s.entries(root, "milestones", c.EffectiveMilestones(), nil)
	s.entries(root, "tracked", c.EffectiveTracked(), nil)
	if story := s.stories(&c.StoryBoard); len(story.Content) > 0 {
		root.Content = append(root.Content, text("storyboard"), story)
	}
	root.Content = append(root.Content, text("scan"), scan)
	var out bytes.Buffer
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2)
	if err := encoder.Encode(root); err != nil {
		return nil, fmt.Errorf("show the configuration: %w", err)
	}
	return out.Bytes(), encoder.Close()
}

// stories is what the file says of stories.
func (s *shower) stories(b *StoryBoard) *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode}
	for _, one := range []struct{ key, value string }{{"server", b.Server}, {"default_project", b.DefaultProject}, {"templates", b.Templates}} {
		if one.value != "" {
			s.add(n, one.key, one.value, s.place(b.Places[one.key]))
		}
	}
	s.entries(n, "tags", b.Tags, b.Places)
	s.entries(n, "projects", b.Projects, b.Places)
	s.entries(n, "groups", b.Groups, b.Places)
	return n
}

type shower struct {
	file    string
	origins bool
}

// place is the origin of what stands in the file, the default of what does not.
func (s *shower) place(p Place) Origin {
	if p.Line == 0 {
		return Default
	}
	return Origin(fmt.Sprintf("%s:%d", s.file, p.Line))
}

// add adds a key with its value. The comment stands behind the key's line.
func (s *shower) add(to *yaml.Node, key string, value any, from Origin) {
	name, node := text(key), node(reflect.ValueOf(value))
	if node.Kind == yaml.SequenceNode && len(node.Content) > 0 && node.Content[0].Kind == yaml.ScalarNode || len(node.Content) == 0 {
		node.Style |= yaml.FlowStyle
		if node.Kind == yaml.ScalarNode {
			node.Style &^= yaml.FlowStyle
		}
		s.comment(node, from)
	}
	to.Content = append(to.Content, name, node)
}

func (s *shower) comment(n *yaml.Node, from Origin) {
	if s.origins && from != "" {
		n.LineComment = "# " + oneLine(string(from))
	}
}

// oneLine keeps a file's name from ending its comment.
func oneLine(text string) string {
	if strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\u2028' || r == '\u2029' || r == '\u0085' }) {
		return strconv.Quote(text)
	}
	return text
}

// entries adds a list or a map whose elements each have an origin: the first
// key of an element carries it.
func (s *shower) entries(to *yaml.Node, key string, value any, places Places) {
	v := reflect.ValueOf(value)
	if v.Len() == 0 {
		return
	}
	list := &yaml.Node{Kind: yaml.SequenceNode}
	if v.Kind() == reflect.Map {
		list.Kind = yaml.MappingNode
		for _, name := range sortedNames(v) {
			s.add(list, name, v.MapIndex(reflect.ValueOf(name)).Interface(), s.place(places[key+"."+name]))
		}
	} else {
		for i := range v.Len() {
			entry := node(v.Index(i))
			given := v.Index(i).FieldByName("Places").Interface().(Places)
			from := s.place(given[""])
			if isDefault(v.Index(i).Interface()) {
				from = Default
			}
			s.comment(entry.Content[1], from)
			list.Content = append(list.Content, entry)
		}
	}
	to.Content = append(to.Content, text(key), list)
}

// isDefault tells the program's own entries from those of a file.
func isDefault(entry any) bool {
	switch e := entry.(type) {
	case Group:
		return isOneOf(DefaultGroups(), e)
	case Milestone:
		return isOneOf(callDefaults().Milestones, e)
	case Tracked:
		return isOneOf(callDefaults().Tracked, e)
	}
	return false
}

func isOneOf[T any](list []T, entry T) bool {
	return slices.ContainsFunc(list, func(own T) bool { return reflect.DeepEqual(own, entry) })
}

func sortedNames(v reflect.Value) []string {
	var names []string
	for _, key := range v.MapKeys() {
		names = append(names, key.String())
	}
	slices.Sort(names)
	return names
}

func text(s string) *yaml.Node {
	n := &yaml.Node{}
	n.SetString(s)
	// What looks like a date or a number stays text.
	if n.Style == 0 && looksTyped(s) {
		n.Style = yaml.DoubleQuotedStyle
	}
	return n
}

func looksTyped(s string) bool {
	n := yaml.Node{Kind: yaml.ScalarNode, Value: s}
	return n.ShortTag() != "!!str"
}

// node is a value as YAML, by the names of its JSON form; what is empty and
// may be left out is.
func node(v reflect.Value) *yaml.Node {
	switch v.Kind() {
	case reflect.Struct:
		n := &yaml.Node{Kind: yaml.MappingNode}
		for i := range v.NumField() {
			name := keyOf(v.Type().Field(i))
			if name == "" || v.Field(i).IsZero() {
				continue
			}
			n.Content = append(n.Content, text(name), node(v.Field(i)))
		}
		return n
	case reflect.Slice:
		n := &yaml.Node{Kind: yaml.SequenceNode}
		for i := range v.Len() {
			n.Content = append(n.Content, node(v.Index(i)))
		}
		return n
	case reflect.String:
		return text(v.String())
	}
	tag := "!!int"
	if v.Kind() == reflect.Bool {
		tag = "!!bool"
	}
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: tag, Value: fmt.Sprint(v.Interface())}
}
