// Package rolebinding declares which user has which role in an organisation.
package rolebinding

import (
	"context"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/setdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"sealwright.dev/terraform/provider/internal/api"
	"sealwright.dev/terraform/provider/internal/record"
)

// Model is a role binding in Terraform.
type Model struct {
	record.Columns
	User types.String `tfsdk:"user"`
	Role types.String `tfsdk:"role"`
	// MayUnseal names secrets, apart from what the role says.
	MayUnseal types.Set `tfsdk:"may_unseal"`
	// MaySign names keys, likewise.
	MaySign types.Set `tfsdk:"may_sign"`
}

// Kind is the resource sealwright_role_binding.
func Kind() record.Kind[Model, api.RoleBinding, api.RoleBindingAnswer] {
	return record.Kind[Model, api.RoleBinding, api.RoleBindingAnswer]{
		Type:   "role_binding",
		Schema: definition(),
		InOrg:  true,
		Place:  func(model Model) record.Place { return model.Place() },
		Body: func(ctx context.Context, plan, _ Model) (api.RoleBinding, diag.Diagnostics) {
			var diags diag.Diagnostics
			secrets := record.Strings(ctx, plan.MayUnseal, &diags)
			keys := record.Strings(ctx, plan.MaySign, &diags)
			return api.RoleBinding{
				User: plan.User.ValueString(), Role: api.Role(plan.Role.ValueString()), MayUnseal: &secrets, MaySign: &keys,
			}, diags
		},
		Show: func(_ context.Context, answer api.RoleBindingAnswer, model *Model) diag.Diagnostics {
			model.Show(answer.ID.String(), answer.Name, answer.Version, answer.ReceiptIndex)
			model.User = types.StringValue(answer.User)
			model.Role = types.StringValue(string(answer.Role))
			model.MayUnseal = record.SetOf(&answer.MayUnseal)
			model.MaySign = record.SetOf(&answer.MaySign)
			return nil
		},
		Put: func(ctx context.Context, client *api.Client, place record.Place, body api.RoleBinding, edits ...api.RequestEditorFn) (*http.Response, error) {
			return client.PutRoleBinding(ctx, place.Org, place.Name, nil, body, edits...)
		},
		Get: func(ctx context.Context, client *api.Client, place record.Place, edits ...api.RequestEditorFn) (*http.Response, error) {
			return client.GetRoleBinding(ctx, place.Org, place.Name, edits...)
		},
		Delete: func(ctx context.Context, client *api.Client, place record.Place, edits ...api.RequestEditorFn) (*http.Response, error) {
			return client.DeleteRoleBinding(ctx, place.Org, place.Name, nil, edits...)
		},
		List: func(ctx context.Context, client *api.Client, org string, cursor *string) (*http.Response, error) {
			return client.ListRoleBindings(ctx, org, &api.ListRoleBindingsParams{Cursor: cursor})
		},
		Name: func(answer api.RoleBindingAnswer) string { return answer.Name },
	}
}

func definition() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "That a user has a role in an organisation. A user may have several.",
		Attributes: record.Attributes("role binding", map[string]schema.Attribute{
			"user": schema.StringAttribute{
				MarkdownDescription: "Name of a user of the same organisation.",
				Required:            true,
				Validators:          record.NameValidators(),
			},
			"role": schema.StringAttribute{
				MarkdownDescription: "`AGENT`, `DEVELOPER`, `ADMIN`, `AUDITOR`, or, in the organisation `platform` only, `PLATFORM`.",
				Required:            true,
				Validators: []validator.String{stringvalidator.OneOf(
					string(api.AGENT), string(api.DEVELOPER), string(api.ADMIN), string(api.AUDITOR), string(api.PLATFORM))},
			},
			"may_unseal": schema.SetAttribute{
				MarkdownDescription: "Names of secrets that the user may open, `*` at the end for all that begin so. None by default, " +
					"whatever the role.",
				ElementType: types.StringType,
				Optional:    true,
				Computed:    true,
				Default:     setdefault.StaticValue(record.SetOf(nil)),
			},
			"may_sign": schema.SetAttribute{
				MarkdownDescription: "Names of keys that the user may sign with, in the same way.",
				ElementType:         types.StringType,
				Optional:            true,
				Computed:            true,
				Default:             setdefault.StaticValue(record.SetOf(nil)),
			},
		}),
	}
}
