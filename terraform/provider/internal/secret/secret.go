// Package secret declares secrets, seals their values, and opens them for an apply.
package secret

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

// Model is a secret in Terraform: its name and what it is for, never a value.
type Model struct {
	record.Columns
	Description types.String `tfsdk:"description"`
}

// Kind is the resource sealwright_secret.
func Kind() record.Kind[Model, api.Secret, api.SecretAnswer] {
	return record.Kind[Model, api.Secret, api.SecretAnswer]{
		Type:   "secret",
		Schema: definition(),
		InOrg:  true,
		Place:  func(model Model) record.Place { return model.Place() },
		Body: func(_ context.Context, plan, _ Model) (api.Secret, diag.Diagnostics) {
			return api.Secret{Description: plan.Description.ValueStringPointer()}, nil
		},
		Show: func(_ context.Context, answer api.SecretAnswer, model *Model) diag.Diagnostics {
			model.Columns.Show(answer.ID.String(), answer.Name, answer.Version, answer.ReceiptIndex)
			model.Description = types.StringValue(answer.Description)
			return nil
		},
		Put: func(ctx context.Context, client *api.Client, place record.Place, body api.Secret, edits ...api.RequestEditorFn) (*http.Response, error) {
			return client.PutSecret(ctx, place.Org, place.Name, nil, body, edits...)
		},
		Get: func(ctx context.Context, client *api.Client, place record.Place, edits ...api.RequestEditorFn) (*http.Response, error) {
			return client.GetSecret(ctx, place.Org, place.Name, edits...)
		},
		Delete: func(ctx context.Context, client *api.Client, place record.Place, edits ...api.RequestEditorFn) (*http.Response, error) {
			return client.DeleteSecret(ctx, place.Org, place.Name, nil, edits...)
		},
		List: func(ctx context.Context, client *api.Client, org string, cursor *string) (*http.Response, error) {
			return client.ListSecrets(ctx, org, &api.ListSecretsParams{Cursor: cursor})
		},
		Name: func(answer api.SecretAnswer) string { return answer.Name },
	}
}

func definition() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "A secret: a name under which values are sealed, each a `sealwright_secret_version`. The service refuses " +
			"to remove it while a version is not destroyed. Who may open it, `may_unseal` of a role binding says.",
		Attributes: record.Attributes("secret", map[string]schema.Attribute{
			"description": schema.StringAttribute{
				MarkdownDescription: "What it is for. Empty by default.",
				Optional:            true,
				Computed:            true,
				Default:             stringdefault.StaticString(""),
			},
		}),
	}
}
