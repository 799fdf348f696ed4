// Package key declares the keys that organisations sign with, and rotates them.
package key

import (
	"context"
	"net/http"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64default"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"sealwright.dev/terraform/provider/internal/api"
	"sealwright.dev/terraform/provider/internal/record"
)

const (
	shortest = 24 * 60 * 60
	usual    = 7 * shortest
	longest  = 90 * shortest

	scheduled = "destruction-scheduled"
	destroyed = "destroyed"
)

// Model is a key in Terraform.
type Model struct {
	record.Columns
	Algorithm           types.String      `tfsdk:"algorithm"`
	Description         types.String      `tfsdk:"description"`
	Enabled             types.Bool        `tfsdk:"enabled"`
	DestroyAfterSeconds types.Int64       `tfsdk:"destroy_after_seconds"`
	ActivatesAt         timetypes.RFC3339 `tfsdk:"activates_at"`
	ExpiresAt           timetypes.RFC3339 `tfsdk:"expires_at"`
	DeletionProtection  types.Bool        `tfsdk:"deletion_protection"`
	State               types.String      `tfsdk:"state"`
	Warning             types.String      `tfsdk:"warning"`
	LatestVersion       types.Int64       `tfsdk:"latest_version"`
	PublicKeyPem        types.String      `tfsdk:"public_key_pem"`
}

// Kind is the resource sealwright_key.
func Kind() record.Kind[Model, api.ClientKey, api.ClientKeyAnswer] {
	return record.Kind[Model, api.ClientKey, api.ClientKeyAnswer]{
		Type:    "key",
		Schema:  definition(),
		InOrg:   true,
		Assumed: map[string]any{"deletion_protection": true},
		Place:   func(model Model) record.Place { return model.Place() },
		Body:    body,
		Show:    show,
		Ending: func(answer api.ClientKeyAnswer) string {
			if answer.State != scheduled && answer.State != destroyed {
				return ""
			}
			when := "now"
			if answer.DestroyAt != nil {
				when = "at " + answer.DestroyAt.Format(time.RFC3339)
			}
			return "it is to be destroyed " + when + ". Restore it first (sealwright keys restore " + answer.Name +
				"), or take another name."
		},
		Protected: func(state Model) string {
			if state.DeletionProtection.IsNull() || state.DeletionProtection.ValueBool() {
				return "deletion_protection is true. Apply with deletion_protection = false first; what signs with the key then stops."
			}
			return ""
		},
		Put: func(ctx context.Context, client *api.Client, place record.Place, body api.ClientKey, edits ...api.RequestEditorFn) (*http.Response, error) {
			return client.PutClientKey(ctx, place.Org, place.Name, nil, body, edits...)
		},
		Get: func(ctx context.Context, client *api.Client, place record.Place, edits ...api.RequestEditorFn) (*http.Response, error) {
			return client.GetClientKey(ctx, place.Org, place.Name, edits...)
		},
		Delete: func(ctx context.Context, client *api.Client, place record.Place, edits ...api.RequestEditorFn) (*http.Response, error) {
			return client.DeleteClientKey(ctx, place.Org, place.Name, nil, edits...)
		},
		List: func(ctx context.Context, client *api.Client, org string, cursor *string) (*http.Response, error) {
			return client.ListClientKeys(ctx, org, &api.ListClientKeysParams{Cursor: cursor})
		},
		Name: func(answer api.ClientKeyAnswer) string { return answer.Name },
	}
}

func definition() schema.Schema {
	attributes := record.Attributes("key", map[string]schema.Attribute{
		"id": schema.StringAttribute{
			MarkdownDescription: "UUID of the key, by which the log names it.",
			Computed:            true,
			PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		},
		"algorithm": schema.StringAttribute{
			MarkdownDescription: "`ES256`, `Ed25519` or `PS256` (RSA with 3072 bits). Changing it makes a new key, and the service " +
				"refuses to make one of the same name before the old one is destroyed.",
			Required:      true,
			PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
			Validators:    []validator.String{stringvalidator.OneOf("ES256", "Ed25519", "PS256")},
		},
		"description": schema.StringAttribute{
			MarkdownDescription: "What it is for. Empty by default.",
			Optional:            true,
			Computed:            true,
			Default:             stringdefault.StaticString(""),
		},
		"enabled": schema.BoolAttribute{
			MarkdownDescription: "Whether it signs. True by default.",
			Optional:            true,
			Computed:            true,
			Default:             booldefault.StaticBool(true),
		},
		"destroy_after_seconds": schema.Int64Attribute{
			MarkdownDescription: "How long a destruction waits and can be taken back: from a day to 90 days, a week by default.",
			Optional:            true,
			Computed:            true,
			Default:             int64default.StaticInt64(usual),
			Validators:          []validator.Int64{int64validator.Between(shortest, longest)},
		},
		"activates_at": moment("When it may sign for the first time, in RFC 3339 form and whole seconds. At once by default."),
		"expires_at": moment("From when it may not sign any more, in RFC 3339 form and whole seconds. Never by default; what it " +
			"signed verifies for ever."),
		"deletion_protection": schema.BoolAttribute{
			MarkdownDescription: "Whether Terraform refuses to destroy it. True by default; it stands in the state alone.",
			Optional:            true,
			Computed:            true,
			Default:             booldefault.StaticBool(true),
		},
		"state":          schema.StringAttribute{MarkdownDescription: "Where it is in its life, such as `active` or `disabled`.", Computed: true},
		"warning":        schema.StringAttribute{MarkdownDescription: "What its owner should know, such as that it expires soon.", Computed: true},
		"latest_version": schema.Int64Attribute{MarkdownDescription: "The version that signs. It grows with each rotation.", Computed: true},
		"public_key_pem": schema.StringAttribute{MarkdownDescription: "Public half of that version, PEM.", Computed: true},
	})
	return schema.Schema{
		MarkdownDescription: "A key that signs and never leaves the HSM. Who may sign with it, `may_sign` of a role binding says. " +
			"Destroying it schedules its destruction after `destroy_after_seconds`, until which `sealwright keys restore` takes it back.",
		Attributes: attributes,
	}
}

func moment(description string) schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: description, CustomType: timetypes.RFC3339Type{}, Optional: true}
}

func body(_ context.Context, plan, _ Model) (api.ClientKey, diag.Diagnostics) {
	var diags diag.Diagnostics
	return api.ClientKey{
		Algorithm:           plan.Algorithm.ValueString(),
		Description:         plan.Description.ValueStringPointer(),
		Enabled:             plan.Enabled.ValueBoolPointer(),
		DestroyAfterSeconds: plan.DestroyAfterSeconds.ValueInt64Pointer(),
		ActivatesAt:         record.Moment(plan.ActivatesAt, path.Root("activates_at"), &diags),
		ExpiresAt:           record.Moment(plan.ExpiresAt, path.Root("expires_at"), &diags),
	}, diags
}

func show(_ context.Context, answer api.ClientKeyAnswer, model *Model) diag.Diagnostics {
	model.Columns.Show(answer.ID.String(), answer.Name, answer.Version, answer.ReceiptIndex)
	model.Algorithm = types.StringValue(answer.Algorithm)
	model.Description = types.StringValue(answer.Description)
	model.Enabled = types.BoolValue(answer.Enabled)
	model.DestroyAfterSeconds = types.Int64Value(answer.DestroyAfterSeconds)
	model.ActivatesAt = record.SameMoment(model.ActivatesAt, answer.ActivatesAt)
	model.ExpiresAt = record.SameMoment(model.ExpiresAt, answer.ExpiresAt)
	if model.DeletionProtection.IsNull() || model.DeletionProtection.IsUnknown() {
		model.DeletionProtection = types.BoolValue(true)
	}
	model.State = types.StringValue(answer.State)
	model.Warning = types.StringPointerValue(answer.Warning)
	model.LatestVersion = types.Int64Value(answer.LatestVersion)
	model.PublicKeyPem = types.StringPointerValue(answer.PublicKeyPem)
	return nil
}
