// Package org declares organisations.
package org

import (
	"context"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework-validators/int32validator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"sealwright.dev/terraform/provider/internal/api"
	"sealwright.dev/terraform/provider/internal/record"
)

// Model is an organisation in Terraform.
type Model struct {
	Name          types.String `tfsdk:"name"`
	DisplayName   types.String `tfsdk:"display_name"`
	RetentionDays types.Int32  `tfsdk:"retention_days"`
	Tag           types.String `tfsdk:"tag"`
	Version       types.Int64  `tfsdk:"version"`
	ReceiptIndex  types.Int64  `tfsdk:"receipt_index"`
}

// Kind is the resource sealwright_org.
func Kind() record.Kind[Model, api.Org, api.OrgAnswer] {
	return record.Kind[Model, api.Org, api.OrgAnswer]{
		Type:   "org",
		Schema: definition(),
		Place:  func(model Model) record.Place { return record.Place{Name: model.Name.ValueString()} },
		Body: func(_ context.Context, plan, _ Model) (api.Org, diag.Diagnostics) {
			return api.Org{DisplayName: plan.DisplayName.ValueStringPointer(), RetentionDays: plan.RetentionDays.ValueInt32Pointer()}, nil
		},
		Show: show,
		Put: func(ctx context.Context, client *api.Client, place record.Place, body api.Org, edits ...api.RequestEditorFn) (*http.Response, error) {
			return client.PutOrg(ctx, place.Name, nil, body, edits...)
		},
		Get: func(ctx context.Context, client *api.Client, place record.Place, edits ...api.RequestEditorFn) (*http.Response, error) {
			return client.GetOrg(ctx, place.Name, edits...)
		},
		Delete: func(ctx context.Context, client *api.Client, place record.Place, edits ...api.RequestEditorFn) (*http.Response, error) {
			return client.DeleteOrg(ctx, place.Name, nil, edits...)
		},
		List: func(ctx context.Context, client *api.Client, _ string, _ *string) (*http.Response, error) {
			return client.ListOrgs(ctx)
		},
		Name: func(answer api.OrgAnswer) string { return answer.Name },
	}
}

func definition() schema.Schema {
	attributes := record.VersionAttributes()
	attributes["name"] = record.NameAttribute("organisation")
	attributes["display_name"] = schema.StringAttribute{
		MarkdownDescription: "Name for people. Empty by default.",
		Optional:            true,
		Computed:            true,
		Default:             stringdefault.StaticString(""),
	}
	attributes["retention_days"] = schema.Int32Attribute{
		MarkdownDescription: "Days after which details and actors of its entries in the log go; 0 keeps them for ever. " +
			"Without it, as the service is configured.",
		Optional:   true,
		Validators: []validator.Int32{int32validator.Between(0, 36500)},
	}
	attributes["tag"] = schema.StringAttribute{
		MarkdownDescription: "32 hexadecimal digits: its name in leaves of the log and in SPIFFE ids.",
		Computed:            true,
		PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
	return schema.Schema{
		MarkdownDescription: "An organisation. Everything else belongs to one. Making and removing organisations takes the " +
			"role PLATFORM; one that still holds anything refuses to be removed, and the name of a removed one is never given again.",
		Attributes: attributes,
	}
}

func show(_ context.Context, answer api.OrgAnswer, model *Model) diag.Diagnostics {
	model.Name = types.StringValue(answer.Name)
	model.DisplayName = record.Text(answer.DisplayName)
	model.RetentionDays = types.Int32PointerValue(answer.RetentionDays)
	model.Tag = types.StringValue(answer.Tag)
	model.Version = types.Int64Value(answer.Version)
	model.ReceiptIndex = types.Int64Value(answer.ReceiptIndex)
	return nil
}
