package config

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"
)

var update = flag.Bool("update", false, "rewrite the schema")

// TestSchema checks that the schema in the tree is that of the types, and that
// it takes and refuses what Load takes and refuses.
func TestSchema(t *testing.T) {
	const file = "schema/config.schema.json"
	want, err := Schema()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(file, want, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(file); err != nil || !bytes.Equal(got, want) {
		t.Fatalf("%s is not what the types say (%v): go test ./config -run TestSchema -update", file, err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(want))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("schema.json", document); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	const one = "version: 1\n"
	for text, fits := range map[string]bool{
		good: true, string(groupsFile): true, one: true,
		"version: 2\n": false, "targets: [clear]\n": false,
		one + "target: [clear]\n":                                                                false,
		one + "targets: clear\n":                                                                 false,
		one + "targets:\n":                                                                       false,
		one + "owners: [{repo: a}]\n":                                                            false,
		one + "owners: [{owner: a, concern: py}]\n":                                              false,
		one + "suppress: [{rule: R, kind: nope, reason: r}]\n":                                   false,
		one + "suppress: [{rule: R, kind: later}]\n":                                             false,
		one + "suppress: [{rule: R, kind: later, reason: r, until: '31.12.2026'}]\n":             false,
		one + "suppress: [{rule: R, kind: later, reason: r, fingerprint: XYZ}]\n":                false,
		one + "groups: [{id: a, title: t, match: []}]\n":                                         false,
		one + "upstreams: {lldpd: /srv/lldpd.git}\n":                                             true,
		one + "patches: [{package: a, patch: b, upstream: maybe, by: c, reason: d}]\n":           false,
		one + "patches: [{package: a, patch: b, upstream: not-found, by: c}]\n":                  false,
		one + "components: {debian-12: []}\n":                                                    false,
		one + "components: {debian-12: [Main]}\n":                                                false,
		one + "components: {debian-12: [main]}\n":                                                true,
		one + "scan: {pythons: [3.6]}\n":                                                         false,
		one + "scan: {fail_on: fatal}\n":                                                         false,
		one + "suppress: [{rule: R, kind: later, reason: r, until: '2026-12-31', repo: 'a*'}]\n": true,
	} {
		var value map[string]any
		if err := yaml.Unmarshal([]byte(text), &value); err != nil {
			t.Fatal(err)
		}
		if text == good { // to JSON, YAML's own date is a time
			value["suppress"].([]any)[0].(map[string]any)["until"] = "2026-12-31"
		}
		data, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		instance, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(instance); (err == nil) != fits {
			t.Errorf("%q fits the schema: %v, %v", text, !fits, err)
		}
		if _, err := Load([]byte(text), "f"); (err == nil) != fits {
			t.Errorf("%q is read: %v, %v", text, !fits, err)
		}
	}
}
