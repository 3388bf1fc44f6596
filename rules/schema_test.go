package rules

import (
	"bytes"
	"cmp"
	"encoding/json"
	"flag"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"
)

var update = flag.Bool("update", false, "rewrite the schemas")

// TestSchemas checks that the schemas in the tree are those of the types, that
// every embedded file fits its schema, and that broken ones do not.
func TestSchemas(t *testing.T) {
	folders := map[string]string{"targets": "target", "answers": "answer"}
	least := map[string]int{"rule": 80, "target": 9, "answer": 3}
	for name, generate := range map[string]func() ([]byte, error){"rule": RuleSchema, "target": TargetSchema, "answer": AnswerSchema} {
		want, err := generate()
		if err != nil {
			t.Fatal(err)
		}
		file := "schema/" + name + ".schema.json"
		if *update {
			if err := os.WriteFile(file, want, 0o666); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := os.ReadFile(file); err != nil || !bytes.Equal(got, want) {
			t.Fatalf("%s is not what the types say (%v): go test ./rules -update", file, err)
		}
		schema := compile(t, want)
		seen := 0
		err = fs.WalkDir(embedded, ".", func(at string, d fs.DirEntry, err error) error {
			if err != nil || path.Ext(at) != ".yaml" || cmp.Or(folders[path.Dir(at)], "rule") != name {
				return err
			}
			data, err := fs.ReadFile(embedded, at)
			if err != nil {
				return err
			}
			seen++
			if err := schema.Validate(asJSON(t, data)); err != nil {
				t.Errorf("%s: %v", at, err)
			}
			return nil
		})
		if err != nil || seen < least[name] {
			t.Errorf("%d files of kind %s: %v", seen, name, err)
		}
	}
	schema, err := RuleSchema()
	if err != nil {
		t.Fatal(err)
	}
	rule := compile(t, schema)
	if err := rule.Validate(asJSON(t, []byte(goodRule))); err != nil {
		t.Error(err)
	}
	for _, wrong := range []string{"titel: x\n", "severity: fatal\n", "match: {name: [[a]]}\n"} {
		key, _, _ := strings.Cut(wrong, ":")
		text := ""
		for line := range strings.Lines(goodRule) {
			if !strings.HasPrefix(line, key) && !strings.HasPrefix(line, "  name") {
				text += line
			}
		}
		if err := rule.Validate(asJSON(t, []byte(text+wrong))); err == nil {
			t.Errorf("%q fits the schema", wrong)
		}
	}
}

func compile(t *testing.T, text []byte) *jsonschema.Schema {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("schema.json", document); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// asJSON turns YAML into what the validator takes.
func asJSON(t *testing.T, data []byte) any {
	t.Helper()
	var value any
	if err := yaml.Unmarshal(data, &value); err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	out, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return out
}
