// Package apikey declares API keys. Their secrets are made by whoever keeps them; the service is given a hash.
package apikey

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"sealwright.dev/terraform/provider/internal/api"
	"sealwright.dev/terraform/provider/internal/record"
)

// Prefix begins the text of every API key.
const Prefix = "sw_"

var form = regexp.MustCompile(`^sw_[A-Za-z0-9_-]{43}$`)

// Model is an API key in Terraform.
type Model struct {
	record.Columns
	User            types.String      `tfsdk:"user"`
	ExpiresAt       timetypes.RFC3339 `tfsdk:"expires_at"`
	SecretWO        types.String      `tfsdk:"secret_wo"`
	SecretWOVersion types.Int64       `tfsdk:"secret_wo_version"`
}

// Kind is the resource sealwright_api_key.
func Kind() record.Kind[Model, api.APIKey, api.APIKeyAnswer] {
	return record.Kind[Model, api.APIKey, api.APIKeyAnswer]{
		Type:    "api_key",
		Schema:  definition(),
		InOrg:   true,
		Opaque:  true,
		Assumed: map[string]any{"secret_wo_version": int64(1)},
		Place:   func(model Model) record.Place { return model.Place() },
		Body:    body,
		Show:    show,
		Put: func(ctx context.Context, client *api.Client, place record.Place, body api.APIKey, edits ...api.RequestEditorFn) (*http.Response, error) {
			return client.PutAPIKey(ctx, place.Org, place.Name, nil, body, edits...)
		},
		Get: func(ctx context.Context, client *api.Client, place record.Place, edits ...api.RequestEditorFn) (*http.Response, error) {
			return client.GetAPIKey(ctx, place.Org, place.Name, edits...)
		},
		Delete: func(ctx context.Context, client *api.Client, place record.Place, edits ...api.RequestEditorFn) (*http.Response, error) {
			return client.DeleteAPIKey(ctx, place.Org, place.Name, nil, edits...)
		},
		List: func(ctx context.Context, client *api.Client, org string, cursor *string) (*http.Response, error) {
			return client.ListAPIKeys(ctx, org, &api.ListAPIKeysParams{Cursor: cursor})
		},
		Name: func(answer api.APIKeyAnswer) string { return answer.Name },
	}
}

func definition() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "An API key. Its secret is made by its owner, for example by the ephemeral resource " +
			"`sealwright_api_key_secret`; the service is given SHA-256 of it, and neither plan nor state ever hold it.",
		Attributes: record.Attributes("API key", map[string]schema.Attribute{
			"user": schema.StringAttribute{
				MarkdownDescription: "Name of a user of the same organisation, whose roles the key has.",
				Required:            true,
				Validators:          record.NameValidators(),
			},
			"expires_at": schema.StringAttribute{
				MarkdownDescription: "From when the key is refused, in RFC 3339 form and whole seconds. Never by default.",
				CustomType:          timetypes.RFC3339Type{},
				Optional:            true,
			},
			"secret_wo": schema.StringAttribute{
				MarkdownDescription: "The key itself: `sw_` and 43 characters of base64url. Write-only. A literal would stand in " +
					"the plan file; a value of an ephemeral resource does not.",
				Required:   true,
				Sensitive:  true,
				WriteOnly:  true,
				Validators: []validator.String{stringvalidator.RegexMatches(form, "an API key is sw_ and 43 characters of base64url")},
			},
			"secret_wo_version": schema.Int64Attribute{
				MarkdownDescription: "Change it to register another secret. An imported key counts as version 1.",
				Required:            true,
			},
		}),
	}
}

func body(_ context.Context, plan, config Model) (api.APIKey, diag.Diagnostics) {
	var diags diag.Diagnostics
	hash := sha256.Sum256([]byte(config.SecretWO.ValueString()))
	body := api.APIKey{User: plan.User.ValueString(), SecretSha256: base64.RawURLEncoding.EncodeToString(hash[:])}
	body.ExpiresAt = record.Moment(plan.ExpiresAt, path.Root("expires_at"), &diags)
	return body, diags
}

func show(_ context.Context, answer api.APIKeyAnswer, model *Model) diag.Diagnostics {
	model.Columns.Show(answer.ID.String(), answer.Name, answer.Version, answer.ReceiptIndex)
	model.User = types.StringValue(answer.User)
	model.ExpiresAt = record.SameMoment(model.ExpiresAt, answer.ExpiresAt)
	model.SecretWO = types.StringNull()
	return nil
}
