package rules

import (
	"fmt"

	"go.yaml.in/yaml/v3"
)

// Names maps what to look for to what to use instead, "" where nothing is
// known. In YAML it may be one name, a list of names, or a map.
type Names map[string]string

// UnmarshalYAML reads the three forms.
func (n *Names) UnmarshalYAML(node *yaml.Node) error {
	names := Names{}
	switch node.Kind {
	case yaml.ScalarNode:
		names[node.Value] = ""
	case yaml.SequenceNode:
		for _, item := range node.Content {
			if item.Kind != yaml.ScalarNode {
				return at(item, "want a name")
			}
			names[item.Value] = ""
		}
	case yaml.MappingNode:
		for i := 0; i+1 < len(node.Content); i += 2 {
			key, value := node.Content[i], node.Content[i+1]
			if value.Kind != yaml.ScalarNode {
				return at(value, "want what to use instead of %s", key.Value)
			}
			names[key.Value] = value.Value
		}
	default:
		return at(node, "want a name, a list of names, or a map from names to what to use instead")
	}
	*n = names
	return nil
}

// positionError is a mistake at a place in a YAML file.
type positionError struct {
	line, column int
	message      string
}

func (e *positionError) Error() string {
	return fmt.Sprintf("%d:%d: %s", e.line, e.column, e.message)
}

func at(node *yaml.Node, format string, args ...any) error {
	return &positionError{node.Line, node.Column, fmt.Errorf(format, args...).Error()}
}
