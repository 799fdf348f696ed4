package main

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

type object = map[string]any

func document(schemas *tfprotov6.GetProviderSchemaResponse) object {
	actions := map[string]*tfprotov6.Schema{}
	for name, action := range schemas.ActionSchemas {
		actions[name] = action.Schema
	}
	functions := object{}
	for name, function := range schemas.Functions {
		functions[name] = functionOf(function)
	}
	return object{
		"format_version": "1.0",
		"provider_schemas": object{"sealwright": object{
			"provider":                   schemaOf(schemas.Provider),
			"resource_schemas":           each(schemas.ResourceSchemas),
			"data_source_schemas":        each(schemas.DataSourceSchemas),
			"ephemeral_resource_schemas": each(schemas.EphemeralResourceSchemas),
			"list_resource_schemas":      each(schemas.ListResourceSchemas),
			"action_schemas":             each(actions),
			"functions":                  functions,
		}},
	}
}

func each(schemas map[string]*tfprotov6.Schema) object {
	all := object{}
	for name, schema := range schemas {
		all[name] = schemaOf(schema)
	}
	return all
}

func schemaOf(schema *tfprotov6.Schema) object {
	return object{"version": schema.Version, "block": object{
		"attributes": attributesOf(schema.Block.Attributes), "description": schema.Block.Description, "description_kind": "markdown",
	}}
}

func attributesOf(attributes []*tfprotov6.SchemaAttribute) object {
	all := object{}
	for _, attribute := range attributes {
		shown := object{
			"description": attribute.Description, "description_kind": "markdown",
			"required": attribute.Required, "optional": attribute.Optional, "computed": attribute.Computed,
			"sensitive": attribute.Sensitive, "write_only": attribute.WriteOnly,
		}
		if attribute.NestedType != nil {
			shown["nested_type"] = object{
				"attributes":   attributesOf(attribute.NestedType.Attributes),
				"nesting_mode": strings.ToLower(attribute.NestedType.Nesting.String()),
			}
		} else {
			shown["type"] = typeOf(attribute.Type)
		}
		all[attribute.Name] = shown
	}
	return all
}

func functionOf(function *tfprotov6.Function) object {
	parameters := []object{}
	for _, parameter := range function.Parameters {
		parameters = append(parameters, object{
			"name": parameter.Name, "description": parameter.Description, "type": typeOf(parameter.Type),
		})
	}
	return object{
		"description": function.Description, "summary": function.Summary, "parameters": parameters,
		"return_type": typeOf(function.Return.Type),
	}
}

// typeOf is a type in the JSON form of Terraform's type constraints.
func typeOf(of tftypes.Type) any {
	switch of := of.(type) {
	case tftypes.List:
		return []any{"list", typeOf(of.ElementType)}
	case tftypes.Set:
		return []any{"set", typeOf(of.ElementType)}
	case tftypes.Map:
		return []any{"map", typeOf(of.ElementType)}
	case tftypes.Object:
		members := object{}
		for name, member := range of.AttributeTypes {
			members[name] = typeOf(member)
		}
		return []any{"object", members}
	case nil:
		return "dynamic"
	default:
		return strings.ToLower(strings.TrimPrefix(of.String(), "tftypes."))
	}
}
