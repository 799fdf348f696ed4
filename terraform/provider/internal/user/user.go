// Package user declares the users of an organisation.
package user

import (
	"context"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"sealwright.dev/terraform/provider/internal/api"
	"sealwright.dev/terraform/provider/internal/record"
)

// Model is a user in Terraform.
type Model struct {
	record.Columns
	DisplayName types.String `tfsdk:"display_name"`
	Email       types.String `tfsdk:"email"`
}

// Kind is the resource sealwright_user.
func Kind() record.Kind[Model, api.User, api.UserAnswer] {
	return record.Kind[Model, api.User, api.UserAnswer]{
		Type:   "user",
		Schema: definition(),
		InOrg:  true,
		Place:  func(model Model) record.Place { return model.Place() },
		Body: func(_ context.Context, plan, _ Model) (api.User, diag.Diagnostics) {
			return api.User{
				DisplayName: plan.DisplayName.ValueStringPointer(),
				Email:       plan.Email.ValueStringPointer(),
			}, nil
		},
		Show: func(_ context.Context, answer api.UserAnswer, model *Model) diag.Diagnostics {
			model.Show(answer.ID.String(), answer.Name, answer.Version, answer.ReceiptIndex)
			model.DisplayName = record.Text(answer.DisplayName)
			model.Email = record.Text(answer.Email)
			return nil
		},
		Put: func(ctx context.Context, client *api.Client, place record.Place, body api.User, edits ...api.RequestEditorFn) (*http.Response, error) {
			return client.PutUser(ctx, place.Org, place.Name, nil, body, edits...)
		},
		Get: func(ctx context.Context, client *api.Client, place record.Place, edits ...api.RequestEditorFn) (*http.Response, error) {
			return client.GetUser(ctx, place.Org, place.Name, edits...)
		},
		Delete: func(ctx context.Context, client *api.Client, place record.Place, edits ...api.RequestEditorFn) (*http.Response, error) {
			return client.DeleteUser(ctx, place.Org, place.Name, nil, edits...)
		},
		List: func(ctx context.Context, client *api.Client, org string, cursor *string) (*http.Response, error) {
			return client.ListUsers(ctx, org, &api.ListUsersParams{Cursor: cursor})
		},
		Name: func(answer api.UserAnswer) string { return answer.Name },
	}
}

func definition() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "A person or service of an organisation. What it may do, role bindings say.",
		Attributes: record.Attributes("user", map[string]schema.Attribute{
			"display_name": schema.StringAttribute{
				MarkdownDescription: "Name for people. Empty by default.",
				Optional:            true,
				Computed:            true,
				Default:             stringdefault.StaticString(""),
			},
			"email": schema.StringAttribute{
				MarkdownDescription: "E-mail address. Empty by default.",
				Optional:            true,
				Computed:            true,
				Default:             stringdefault.StaticString(""),
			},
		}),
	}
}
