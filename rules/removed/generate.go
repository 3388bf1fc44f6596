package removed

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"opendev.org/starlingx/stxscan/rules"
)

// The lines between which a rule's file is generated.
const (
	begin = "  # From rules/removed: go generate ./rules/removed\n"
	end   = "  # The end of what is generated.\n"
)

// keys are what the kinds are called in the match of a rule.
var keys = []struct {
	kind Kind
	key  string
}{{Module, "import"}, {Attribute, "attribute"}, {Member, "member"}, {Argument, "argument"}}

// Generate returns the text of a rule's file with the names in it.
func Generate(text string, names map[Kind]rules.Names) (string, error) {
	head, rest, ok := strings.Cut(text, begin)
	_, tail, okEnd := strings.Cut(rest, end)
	if !ok || !okEnd {
		return "", errors.New("there are no lines that begin and end what is generated")
	}
	var b strings.Builder
	b.WriteString(head + begin)
	for _, k := range keys {
		if len(names[k.kind]) == 0 {
			continue
		}
		fmt.Fprintf(&b, "  %s:\n", k.key)
		for _, name := range slices.Sorted(maps.Keys(names[k.kind])) {
			fmt.Fprintf(&b, "    %s: %q\n", name, names[k.kind][name])
		}
	}
	b.WriteString(end + tail)
	return b.String(), nil
}
