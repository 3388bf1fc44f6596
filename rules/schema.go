package rules

import (
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/google/jsonschema-go/jsonschema"

	"opendev.org/starlingx/stxscan/finding"
)

// RuleSchema returns the JSON Schema, of draft 2020-12, of the YAML files of
// rules, for editors that complete and check them. Like those of targets and
// answers it is made from the Go types and lies in rules/schema.
func RuleSchema() ([]byte, error) { return schemaOf[Rule]("rule") }

// TargetSchema returns the schema of the files of targets.
func TargetSchema() ([]byte, error) { return schemaOf[Target]("target") }

// AnswerSchema returns the schema of the files of answers.
func AnswerSchema() ([]byte, error) { return schemaOf[Answer]("answer") }

func schemaOf[T any](name string) ([]byte, error) {
	text := func() *jsonschema.Schema { return &jsonschema.Schema{Type: "string"} }
	names := &jsonschema.Schema{
		Description: "one name, a list of names, or a map from names to what to use instead",
		AnyOf: []*jsonschema.Schema{
			text(), {Type: "array", Items: text()}, {Type: "object", AdditionalProperties: text()},
		},
	}
	schema, err := jsonschema.For[T](&jsonschema.ForOptions{TypeSchemas: map[reflect.Type]*jsonschema.Schema{
		reflect.TypeFor[Names]():              names,
		reflect.TypeFor[finding.Concern]():    enum(finding.Concerns),
		reflect.TypeFor[finding.Severity]():   enum([]finding.Severity{finding.Error, finding.Warning, finding.Info}),
		reflect.TypeFor[finding.Confidence](): enum([]finding.Confidence{finding.High, finding.Medium, finding.Low}),
		reflect.TypeFor[finding.Effect]():     enum([]finding.Effect{finding.Breaks, finding.Changes, finding.Works, finding.EffectUnknown}),
		reflect.TypeFor[Meaning]():            enum([]Meaning{DoesNotCompile, Fails, Changes, Review}),
		reflect.TypeFor[Fix]():                enum([]Fix{FixMechanical, FixGuarded, FixRedesign, FixContract}),
		reflect.TypeFor[AnswerKind]():         enum([]AnswerKind{Seam, Decision}),
	}})
	if err != nil {
		return nil, err
	}
	schema.Schema = "https://json-schema.org/draft/2020-12/schema"
	schema.ID = "https://opendev.org/starlingx/stxscan/rules/schema/" + name + ".schema.json"
	schema.Title = "A " + name + " of stxscan"
	data, err := json.MarshalIndent(schema, "", "  ")
	return append(data, '\n'), err
}

func enum[T any](list []T) *jsonschema.Schema {
	s := &jsonschema.Schema{Type: "string"}
	for _, v := range list {
		s.Enum = append(s.Enum, fmt.Sprint(v))
	}
	return s
}
