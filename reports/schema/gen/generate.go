package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path"
	"reflect"
	"strings"

	"github.com/google/jsonschema-go/jsonschema"

	"opendev.org/starlingx/stxscan/finding"
	"opendev.org/starlingx/stxscan/reports"
)

const (
	draft = "https://json-schema.org/draft/2020-12/schema"
	id    = "https://opendev.org/starlingx/stxscan/reports/schema/report.schema.json"
)

// enums are the closed lists, by their types.
var enums = map[reflect.Type][]any{
	reflect.TypeFor[finding.Severity]():        names([]finding.Severity{finding.Error, finding.Warning, finding.Info}),
	reflect.TypeFor[finding.Confidence]():      names([]finding.Confidence{finding.High, finding.Medium, finding.Low}),
	reflect.TypeFor[finding.Effect]():          names(reports.Effects),
	reflect.TypeFor[finding.Role]():            names(finding.Roles),
	reflect.TypeFor[finding.Concern]():         names(finding.Concerns),
	reflect.TypeFor[reports.Verdict]():         names(reports.Verdicts),
	reflect.TypeFor[reports.ReasonKind]():      names(reports.ReasonKinds),
	reflect.TypeFor[reports.ItemKind]():        names(reports.ItemKinds),
	reflect.TypeFor[finding.Need]():            names(finding.Needs),
	reflect.TypeFor[finding.Presence]():        names(finding.Presences),
	reflect.TypeFor[finding.PinKind]():         names(finding.PinKinds),
	reflect.TypeFor[finding.FloatClass]():      names(finding.FloatClasses),
	reflect.TypeFor[finding.StackClass]():      names(finding.StackClasses),
	reflect.TypeFor[finding.ChangeKind]():      names(finding.ChangeKinds),
	reflect.TypeFor[finding.Adopt]():           names(finding.Adopts),
	reflect.TypeFor[finding.UpstreamState]():   names(finding.UpstreamStates),
	reflect.TypeFor[finding.ApplyState]():      names(finding.ApplyStates),
	reflect.TypeFor[finding.Naming]():          names([]finding.Naming{finding.NamedByDebian}),
	reflect.TypeFor[finding.BaselineState]():   names(finding.BaselineStates),
	reflect.TypeFor[reports.DecisionState]():   names(reports.DecisionStates),
	reflect.TypeFor[reports.DecisionOutcome](): names(reports.DecisionOutcomes),
	reflect.TypeFor[finding.PackagingState]():  names(finding.PackagingStates),
	reflect.TypeFor[finding.PackagingStep]():   names(finding.PackagingSteps),
}

func names[T any](list []T) []any {
	out := make([]any, len(list))
	for i, v := range list {
		out[i] = fmt.Sprint(v)
	}
	return out
}

// generate returns the schema as JSON. module is the module's folder.
func generate(module string) ([]byte, error) {
	docs, err := readComments(module, "finding", "reports")
	if err != nil {
		return nil, err
	}
	g := generator{docs: docs, types: map[reflect.Type]*jsonschema.Schema{}, defs: map[string]*jsonschema.Schema{}}
	for t, values := range enums {
		g.define(t, &jsonschema.Schema{Type: "string", Enum: values})
	}
	root, err := g.structure(reflect.TypeFor[reports.Report]())
	if err != nil {
		return nil, err
	}
	root.Schema, root.ID, root.Defs = draft, id, g.defs
	root.Title, root.Description = "Report of stxscan", g.docs["reports.Report"]
	name, _, _ := strings.Cut(reports.Schema, ".")
	root.Properties["schema"].Pattern = "^" + name + `\.[0-9]+$`
	return encode(root)
}

func encode(root *jsonschema.Schema) ([]byte, error) {
	text, err := json.Marshal(root)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := json.Indent(&out, text, "", "  "); err != nil {
		return nil, err
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}

type generator struct {
	docs  comments
	types map[reflect.Type]*jsonschema.Schema // references to definitions
	defs  map[string]*jsonschema.Schema
}

func (g *generator) define(t reflect.Type, s *jsonschema.Schema) {
	s.Description = g.docs[typeName(t)]
	g.defs[t.Name()] = s
	g.types[t] = &jsonschema.Schema{Ref: "#/$defs/" + t.Name()}
}

// structure makes the schema of a struct, those that it holds first.
func (g *generator) structure(t reflect.Type) (*jsonschema.Schema, error) {
	for _, field := range reflect.VisibleFields(t) {
		if field.Anonymous {
			continue
		}
		held := element(field.Type)
		if held.Kind() != reflect.Struct || held.PkgPath() == "time" || g.types[held] != nil {
			continue
		}
		s, err := g.structure(held)
		if err != nil {
			return nil, err
		}
		g.define(held, s)
	}
	s, err := jsonschema.ForType(t, &jsonschema.ForOptions{TypeSchemas: g.types})
	if err != nil {
		return nil, err
	}
	s.AdditionalProperties = nil // newer minor versions add fields
	g.properties(t, s)
	return s, nil
}

// properties adds to a struct's properties what their types do not say.
func (g *generator) properties(t reflect.Type, s *jsonschema.Schema) {
	for _, field := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		p := s.Properties[name]
		if field.Anonymous || p == nil {
			continue
		}
		owner := t
		if len(field.Index) > 1 {
			owner = t.FieldByIndex(field.Index[:len(field.Index)-1]).Type
		}
		p.Description = g.docs[typeName(owner)+"."+field.Name]
		narrow(field.Type, p)
	}
}

// narrow says of a type's schema what is true of reports: lists are never
// null, numbers count something, the keys of some maps are a closed list.
func narrow(t reflect.Type, s *jsonschema.Schema) {
	switch t.Kind() {
	case reflect.Slice:
		s.Type, s.Types = "array", nil
		narrow(t.Elem(), s.Items)
	case reflect.Map:
		if enums[t.Key()] != nil {
			s.PropertyNames = &jsonschema.Schema{Ref: "#/$defs/" + t.Key().Name()}
		}
		narrow(t.Elem(), s.AdditionalProperties)
	case reflect.Int, reflect.Int64:
		s.Minimum = jsonschema.Ptr(0.0)
	case reflect.Pointer: // left out if there is none
		s.Types = nil
	case reflect.Struct:
		if t.PkgPath() == "time" {
			s.Format = "date-time"
		}
	}
}

// element returns what lists, maps and pointers hold in the end.
func element(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Slice || t.Kind() == reflect.Map || t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t
}

func typeName(t reflect.Type) string { return path.Base(t.PkgPath()) + "." + t.Name() }
