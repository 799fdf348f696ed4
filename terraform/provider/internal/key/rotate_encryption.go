package key

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"sealwright.dev/terraform/provider/internal/api"
	"sealwright.dev/terraform/provider/internal/connected"
	"sealwright.dev/terraform/provider/internal/problem"
	"sealwright.dev/terraform/provider/internal/record"
	"sealwright.dev/terraform/provider/internal/service"
)

// RotateEncryption is the action sealwright_rotate_encryption_key.
type RotateEncryption struct{ connected.Action }

// NewRotateEncryption is the action sealwright_rotate_encryption_key.
func NewRotateEncryption() action.Action {
	return &RotateEncryption{connected.NewAction("sealwright_rotate_encryption_key")}
}

type rotateEncryptionModel struct {
	Org types.String `tfsdk:"org"`
}

// Schema implements action.Action.
func (r *RotateEncryption) Schema(_ context.Context, _ action.SchemaRequest, response *action.SchemaResponse) {
	response.Schema = schema.Schema{
		MarkdownDescription: "Makes the next version of the key under which the organisation's secrets are sealed. It seals from then on; " +
			"the service moves what others sealed to it in the background, and `sealwright_encryption_key` tells how far it is.",
		Attributes: map[string]schema.Attribute{
			"org": schema.StringAttribute{MarkdownDescription: "Name of the organisation.", Required: true, Validators: record.NameValidators()},
		},
	}
}

// Invoke implements action.Action.
func (r *RotateEncryption) Invoke(ctx context.Context, request action.InvokeRequest, response *action.InvokeResponse) {
	var model rotateEncryptionModel
	response.Diagnostics.Append(request.Config.Get(ctx, &model)...)
	client := r.Client(&response.Diagnostics)
	if response.Diagnostics.HasError() {
		return
	}
	org := model.Org.ValueString()
	answer, _, err := service.Read[api.EncryptionKey](client.RotateEncryptionKey(ctx, org, nil, service.Once()))
	if err != nil {
		response.Diagnostics.Append(problem.Diagnostics("Cannot rotate the encryption key of "+org, err)...)
		return
	}
	response.SendProgress(action.InvokeProgressEvent{Message: fmt.Sprintf("Version %d of the encryption key of %s seals", answer.LatestVersion, org)})
}
