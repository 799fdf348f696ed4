// Package authoritykey declares the keys by which an organisation approves its own policies and bootstraps.
package authoritykey

import (
	"context"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"sealwright.dev/terraform/provider/internal/api"
	"sealwright.dev/terraform/provider/internal/record"
)

const label = "PUBLIC KEY"

// Model is an authority key in Terraform: its public half.
type Model struct {
	record.Columns
	PublicKey types.String `tfsdk:"public_key_pem"`
	KeyID     types.String `tfsdk:"key_id"`
	Algorithm types.String `tfsdk:"algorithm"`
}

// Kind is the resource sealwright_authority_key.
func Kind() record.Kind[Model, api.RegisterAuthorityKey, api.AuthorityKey] {
	return record.Kind[Model, api.RegisterAuthorityKey, api.AuthorityKey]{
		Type:   "authority_key",
		Schema: definition(),
		InOrg:  true,
		Place:  func(model Model) record.Place { return model.Place() },
		Body:   body,
		Show:   show,
		Put: func(ctx context.Context, client *api.Client, place record.Place, body api.RegisterAuthorityKey, edits ...api.RequestEditorFn) (*http.Response, error) {
			return client.PutAuthorityKey(ctx, place.Org, place.Name, nil, body, edits...)
		},
		Get: func(ctx context.Context, client *api.Client, place record.Place, edits ...api.RequestEditorFn) (*http.Response, error) {
			return client.GetAuthorityKey(ctx, place.Org, place.Name, edits...)
		},
		Delete: func(ctx context.Context, client *api.Client, place record.Place, edits ...api.RequestEditorFn) (*http.Response, error) {
			return client.DeleteAuthorityKey(ctx, place.Org, place.Name, nil, edits...)
		},
		List: func(ctx context.Context, client *api.Client, org string, _ *string) (*http.Response, error) {
			return client.ListAuthorityKeys(ctx, org)
		},
		Name: func(answer api.AuthorityKey) string { return answer.Name },
	}
}

func body(_ context.Context, plan, _ Model) (api.RegisterAuthorityKey, diag.Diagnostics) {
	var diags diag.Diagnostics
	der, err := parse(plan.PublicKey.ValueString())
	if err != nil {
		diags.AddAttributeError(path.Root("public_key_pem"), "Not a public key", err.Error())
	}
	return api.RegisterAuthorityKey{PublicKey: base64.RawURLEncoding.EncodeToString(der)}, diags
}

func parse(text string) ([]byte, error) {
	block, _ := pem.Decode([]byte(text))
	if block == nil || block.Type != label {
		return nil, errors.New("a PEM block PUBLIC KEY was expected, as sealwright authority-keys create prints it")
	}
	return block.Bytes, nil
}

// show keeps the text of the configuration as long as it is the same key.
func show(_ context.Context, answer api.AuthorityKey, model *Model) diag.Diagnostics {
	var diags diag.Diagnostics
	model.Show(answer.ID.String(), answer.Name, answer.Version, answer.ReceiptIndex)
	model.KeyID = types.StringValue(answer.KeyID)
	model.Algorithm = types.StringValue(answer.Algorithm)
	der, err := base64.RawURLEncoding.DecodeString(answer.PublicKey)
	if err != nil {
		diags.AddError("The service shows a key that is not base64url", err.Error())
		return diags
	}
	if known, err := parse(model.PublicKey.ValueString()); err != nil || string(known) != string(der) {
		model.PublicKey = types.StringValue(string(pem.EncodeToMemory(&pem.Block{Type: label, Bytes: der})))
	}
	return diags
}

func definition() schema.Schema {
	shown := func(description string) schema.StringAttribute {
		return schema.StringAttribute{
			MarkdownDescription: description,
			Computed:            true,
			PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		}
	}
	return schema.Schema{
		MarkdownDescription: "The public half of a key by which an organisation approves its own policies, bootstraps and changes of " +
			"these keys. The private half is made and kept by the security team (`sealwright authority-keys create`); Terraform never " +
			"has it. The organisation's first key is registered at once. Every later change, destroying a key too, is refused with HTTP " +
			"423 until a registered key signed the approval that the error names (`sealwright approvals sign`); the next apply then " +
			"goes through.",
		Attributes: record.Attributes("authority key", map[string]schema.Attribute{
			"public_key_pem": schema.StringAttribute{
				MarkdownDescription: "The Ed25519 or P-256 public key, a PEM block `PUBLIC KEY`. A name keeps its key: changing it makes a new resource.",
				Required:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"key_id":    shown("base64url of the SHA-256 of its SubjectPublicKeyInfo."),
			"algorithm": shown("`Ed25519` or `P-256`."),
		}),
	}
}
