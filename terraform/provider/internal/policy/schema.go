package policy

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64default"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/mapdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/objectdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/setdefault"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"sealwright.dev/terraform/provider/internal/record"
)

const day = 24 * 60 * 60

func definition() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "What agents under a policy may do. What is not listed is not allowed; everything is empty by " +
			"default. A plan is checked by the service's own validator, without writing.",
		Attributes: record.Attributes("policy", map[string]schema.Attribute{
			"network": group("Where an agent may connect to.", map[string]string{
				"allowed_hosts": "Host names, with `*.` for any subdomain.",
				"methods":       "HTTP methods.",
			}),
			"filesystem": group("Paths an agent may read, and paths it may write.", map[string]string{
				"read_only": "Paths it may read.",
				"writable":  "Paths it may also write.",
			}),
			"tools": group("Tools by name.", map[string]string{
				"allow":            "Tools it may use.",
				"block":            "Tools it may not use, whatever else allows them.",
				"redact_arguments": "Tools whose arguments are kept out of records.",
				"require_approval": "Tools that a person must approve each time.",
			}),
			"budgets": schema.MapAttribute{
				MarkdownDescription: "Upper bounds by name.",
				ElementType:         types.Int64Type,
				Optional:            true,
				Computed:            true,
				Default:             mapdefault.StaticValue(types.MapValueMust(types.Int64Type, map[string]attr.Value{})),
			},
			"ttl_seconds": schema.Int64Attribute{
				MarkdownDescription: "How long a compiled policy lasts, 60 to 2592000. A day by default.",
				Optional:            true,
				Computed:            true,
				Default:             int64default.StaticInt64(day),
			},
		}),
	}
}

// group is a section of sets of texts, each empty by default.
func group(description string, members map[string]string) schema.SingleNestedAttribute {
	attributes := map[string]schema.Attribute{}
	names := make([]string, 0, len(members))
	for name, text := range members {
		names = append(names, name)
		attributes[name] = schema.SetAttribute{
			MarkdownDescription: text,
			ElementType:         types.StringType,
			Optional:            true,
			Computed:            true,
			Default:             setdefault.StaticValue(record.SetOf(nil)),
		}
	}
	empty := map[string]attr.Value{}
	for _, name := range names {
		empty[name] = record.SetOf(nil)
	}
	return schema.SingleNestedAttribute{
		MarkdownDescription: description,
		Attributes:          attributes,
		Optional:            true,
		Computed:            true,
		Default:             objectdefault.StaticValue(types.ObjectValueMust(sets(names...), empty)),
	}
}

func sets(names ...string) map[string]attr.Type {
	all := map[string]attr.Type{}
	for _, name := range names {
		all[name] = types.SetType{ElemType: types.StringType}
	}
	return all
}
