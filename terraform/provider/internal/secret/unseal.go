package secret

import (
	"context"
	"encoding/base64"
	"strconv"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"sealwright.dev/terraform/provider/internal/api"
	"sealwright.dev/terraform/provider/internal/connected"
	"sealwright.dev/terraform/provider/internal/problem"
	"sealwright.dev/terraform/provider/internal/record"
	"sealwright.dev/terraform/provider/internal/service"
)

// Unseal is the ephemeral resource sealwright_unseal.
type Unseal struct{ connected.Ephemeral }

// NewUnseal is the ephemeral resource sealwright_unseal.
func NewUnseal() ephemeral.EphemeralResource {
	return &Unseal{connected.NewEphemeral("sealwright_unseal")}
}

type unsealModel struct {
	Org         types.String `tfsdk:"org"`
	Secret      types.String `tfsdk:"secret"`
	Version     types.Int64  `tfsdk:"version"`
	Value       types.String `tfsdk:"value"`
	ValueBase64 types.String `tfsdk:"value_base64"`
}

// Schema implements ephemeral.EphemeralResource.
func (u *Unseal) Schema(_ context.Context, _ ephemeral.SchemaRequest, response *ephemeral.SchemaResponse) {
	response.Schema = schema.Schema{
		MarkdownDescription: "The value of a secret, for as long as this run lasts. Each opening is a leaf of the log that names the " +
			"caller. Terraform opens ephemeral resources when it plans, too: for a role that is given to applies only, make `version` " +
			"depend on something that is known at apply only.",
		Attributes: map[string]schema.Attribute{
			"org":    schema.StringAttribute{MarkdownDescription: "Name of the organisation.", Required: true, Validators: record.NameValidators()},
			"secret": schema.StringAttribute{MarkdownDescription: "Name of the secret.", Required: true, Validators: record.NameValidators()},
			"version": schema.Int64Attribute{
				MarkdownDescription: "Number of the version; the latest by default.", Optional: true, Computed: true,
			},
			"value": schema.StringAttribute{
				MarkdownDescription: "The value, if it is UTF-8 text.", Computed: true, Sensitive: true,
			},
			"value_base64": schema.StringAttribute{MarkdownDescription: "base64 of the value, whatever it is.", Computed: true, Sensitive: true},
		},
	}
}

// Open implements ephemeral.EphemeralResource.
func (u *Unseal) Open(ctx context.Context, request ephemeral.OpenRequest, response *ephemeral.OpenResponse) {
	var model unsealModel
	response.Diagnostics.Append(request.Config.Get(ctx, &model)...)
	client := u.Client(&response.Diagnostics)
	if response.Diagnostics.HasError() {
		return
	}
	version := "latest"
	if !model.Version.IsNull() {
		version = strconv.FormatInt(model.Version.ValueInt64(), 10)
	}
	org, name := model.Org.ValueString(), model.Secret.ValueString()
	answer, _, err := service.Read[api.UnsealedSecret](client.UnsealSecret(ctx, org, name, version))
	if err != nil {
		response.Diagnostics.Append(problem.Diagnostics("Cannot open secret "+org+"/"+name, err)...)
		return
	}
	value, err := base64.RawURLEncoding.DecodeString(answer.Value)
	if err != nil {
		response.Diagnostics.AddError("Cannot open secret "+org+"/"+name, "The answer is not base64url.")
		return
	}
	model.Version = types.Int64Value(answer.Version)
	model.ValueBase64 = types.StringValue(base64.StdEncoding.EncodeToString(value))
	if utf8.Valid(value) {
		model.Value = types.StringValue(string(value))
	}
	response.Diagnostics.Append(response.Result.Set(ctx, model)...)
}
