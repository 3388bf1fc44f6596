package config

import (
	"encoding/json"
	"slices"

	"github.com/google/jsonschema-go/jsonschema"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
	"opendev.org/starlingx/stxscan/stories"
)

// Schema returns the JSON Schema, of draft 2020-12, of the file, for editors
// that complete and check it. It is made from the Go types and lies in
// config/schema.
func Schema() ([]byte, error) {
	schema, err := jsonschema.For[Config](nil)
	if err != nil {
		return nil, err
	}
	narrow(schema)
	schema.Schema = "https://json-schema.org/draft/2020-12/schema"
	schema.ID = "https://opendev.org/starlingx/stxscan/config/schema/config.schema.json"
	schema.Title = "The configuration file of stxscan, " + FileName
	schema.Properties["version"].Enum = []any{Version}

	owner := schema.Properties["owners"].Items.Properties
	owner["concern"].Enum = texts(finding.Concerns)
	suppress := schema.Properties["suppress"].Items.Properties
	suppress["kind"].Enum = texts(finding.Decisions)
	suppress["fingerprint"].Pattern = "^[0-9a-f]{8,20}$"
	suppress["until"].Format = "date"
	suppress["reason"].MinLength = jsonschema.Ptr(1)
	group := schema.Properties["groups"].Items.Properties
	group["id"].Pattern = "^[a-z0-9][a-z0-9-]*$"
	group["match"].MinItems = jsonschema.Ptr(1)
	allowed := schema.Properties["components"].AdditionalProperties
	allowed.MinItems, allowed.Items.Pattern = jsonschema.Ptr(1), "^[a-z][a-z0-9/-]*$"
	known := schema.Properties["patches"].Items.Properties
	known["upstream"].Enum = texts(Judgements)
	known["commit"].Pattern = "^[0-9a-f]{7,64}$"
	decision := schema.Properties["decisions"].Items.Properties
	decision["id"].Pattern = "^[a-z0-9][a-z0-9-]*$"
	decision["state"].Enum, decision["outcome"].Enum = texts(reports.DecisionStates), texts(reports.DecisionOutcomes)
	decision["date"].Format = "date"
	milestone := schema.Properties["milestones"].Items.Properties
	milestone["id"].Pattern = "^[a-z0-9][a-z0-9-]*$"
	milestone["due"].Format = "date"
	milestone["needs"].Items.Enum, milestone["concerns"].Items.Enum = texts(finding.Needs), texts(finding.Concerns)
	schema.Properties["tracked"].Items.Properties["concern"].Enum = texts(finding.Concerns)
	schema.Properties["scan"].Properties["fail_on"].Enum = texts([]finding.Severity{finding.Info, finding.Warning, finding.Error})
	schemaGate(schema)
	board := schema.Properties["storyboard"].Properties
	board["groups"].AdditionalProperties.Enum = texts(stories.Groupings)
	board["projects"].AdditionalProperties.MinItems = jsonschema.Ptr(1)
	data, err := json.MarshalIndent(schema, "", "  ")
	return append(data, '\n'), err
}

// narrow takes away that lists and maps may be null.
func narrow(s *jsonschema.Schema) {
	if s == nil {
		return
	}
	if i := slices.Index(s.Types, "null"); i >= 0 && len(s.Types) == 2 {
		s.Type, s.Types = s.Types[1-i], nil
	}
	narrow(s.Items)
	narrow(s.AdditionalProperties)
	for _, p := range s.Properties {
		narrow(p)
	}
}

func texts[T ~string | finding.Severity](list []T) []any {
	out := make([]any, len(list))
	for i, v := range list {
		out[i] = v
	}
	return out
}
