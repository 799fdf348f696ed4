// Package sandboxspec declares the templates that hosts are enrolled for.
package sandboxspec

import (
	"context"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/mapdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/setdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"sealwright.dev/terraform/provider/internal/api"
	"sealwright.dev/terraform/provider/internal/record"
)

// Model is a sandbox spec in Terraform.
type Model struct {
	record.Columns
	Description       types.String `tfsdk:"description"`
	Policy            types.String `tfsdk:"policy"`
	Runtime           types.String `tfsdk:"runtime"`
	Parameters        types.Map    `tfsdk:"parameters"`
	EnabledRings      types.Set    `tfsdk:"enabled_rings"`
	PreDeploymentEval types.String `tfsdk:"pre_deployment_eval"`
}

// Kind is the resource sealwright_sandbox_spec.
func Kind() record.Kind[Model, api.SandboxSpec, api.SandboxSpecAnswer] {
	return record.Kind[Model, api.SandboxSpec, api.SandboxSpecAnswer]{
		Type:   "sandbox_spec",
		Schema: definition(),
		InOrg:  true,
		Place:  func(model Model) record.Place { return model.Place() },
		Body:   body,
		Show:   show,
		Put: func(ctx context.Context, client *api.Client, place record.Place, body api.SandboxSpec, edits ...api.RequestEditorFn) (*http.Response, error) {
			return client.PutSandboxSpec(ctx, place.Org, place.Name, nil, body, edits...)
		},
		Get: func(ctx context.Context, client *api.Client, place record.Place, edits ...api.RequestEditorFn) (*http.Response, error) {
			return client.GetSandboxSpec(ctx, place.Org, place.Name, edits...)
		},
		Delete: func(ctx context.Context, client *api.Client, place record.Place, edits ...api.RequestEditorFn) (*http.Response, error) {
			return client.DeleteSandboxSpec(ctx, place.Org, place.Name, nil, edits...)
		},
		Check: func(ctx context.Context, client *api.Client, place record.Place, body api.SandboxSpec) (*http.Response, error) {
			return client.ValidateSandboxSpec(ctx, place.Name, body)
		},
		List: func(ctx context.Context, client *api.Client, org string, cursor *string) (*http.Response, error) {
			return client.ListSandboxSpecs(ctx, org, &api.ListSandboxSpecsParams{Cursor: cursor})
		},
		Name: func(answer api.SandboxSpecAnswer) string { return answer.Name },
	}
}

func definition() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "A template that hosts are enrolled for: which policy they follow, and what runs there.",
		Attributes: record.Attributes("sandbox spec", map[string]schema.Attribute{
			"description": text("What it is for. Empty by default."),
			"policy": schema.StringAttribute{
				MarkdownDescription: "Name of a policy of the same organisation.",
				Required:            true,
			},
			"runtime":             text("What runs the agent. Empty by default."),
			"pre_deployment_eval": text("Evaluation that must have passed. Empty by default."),
			"parameters": schema.MapAttribute{
				MarkdownDescription: "Handed to the runtime.",
				ElementType:         types.StringType,
				Optional:            true,
				Computed:            true,
				Default:             mapdefault.StaticValue(types.MapValueMust(types.StringType, map[string]attr.Value{})),
			},
			"enabled_rings": schema.SetAttribute{
				MarkdownDescription: "Rings whose providers apply.",
				ElementType:         types.StringType,
				Optional:            true,
				Computed:            true,
				Default:             setdefault.StaticValue(record.SetOf(nil)),
			},
		}),
	}
}

func text(description string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: description,
		Optional:            true,
		Computed:            true,
		Default:             stringdefault.StaticString(""),
	}
}

func body(ctx context.Context, plan, _ Model) (api.SandboxSpec, diag.Diagnostics) {
	var diags diag.Diagnostics
	parameters := map[string]string{}
	diags.Append(plan.Parameters.ElementsAs(ctx, &parameters, false)...)
	rings := record.Strings(ctx, plan.EnabledRings, &diags)
	return api.SandboxSpec{
		Description:       plan.Description.ValueStringPointer(),
		Policy:            plan.Policy.ValueString(),
		Runtime:           plan.Runtime.ValueStringPointer(),
		Parameters:        &parameters,
		EnabledRings:      &rings,
		PreDeploymentEval: plan.PreDeploymentEval.ValueStringPointer(),
	}, diags
}

func show(ctx context.Context, answer api.SandboxSpecAnswer, model *Model) diag.Diagnostics {
	model.Columns.Show(answer.ID.String(), answer.Name, answer.Version, answer.ReceiptIndex)
	model.Description = record.Text(answer.Description)
	model.Policy = types.StringValue(answer.Policy)
	model.Runtime = record.Text(answer.Runtime)
	model.EnabledRings = record.SetOf(&answer.EnabledRings)
	model.PreDeploymentEval = record.Text(answer.PreDeploymentEval)
	parameters, diags := types.MapValueFrom(ctx, types.StringType, answer.Parameters)
	model.Parameters = parameters
	return diags
}
